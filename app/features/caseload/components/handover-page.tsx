import { Form, Link, useNavigation } from "@remix-run/react";
import { type Answer, generalErrorOf } from "#app/components/answer.ts";
import { Badge } from "#app/components/badge.tsx";
import { Button } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { DescriptionList } from "#app/components/description-list.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import type { HandoverLineItem, HandoverPage as Page } from "../caseload.types.ts";
import { HANDOVER_WORDS, number } from "./caseload-words.ts";

export function HandoverPage({ page, answer }: { page: Page; answer: Answer }) {
  const { lines, viewer, state, coachName, effectiveOn } = page;
  const mine = lines.filter(({ isMine }) => isMine);
  const others = lines.filter(({ isMine }) => !isMine);
  return (
    <>
      <PageHeader
        title={viewer === "receiver" ? `From ${coachName} to you` : `Handover of ${coachName}`}
        breadcrumb={
          viewer === "receiver" || viewer === "coach"
            ? [{ label: "My people", to: "/people" }]
            : [
                { label: "Caseload", to: "/caseload" },
                { label: coachName, to: `/caseload/${page.coachId}` },
              ]
        }
        meta={
          <>
            <span>{formatDay(effectiveOn)}</span>
            <Badge tone={HANDOVER_WORDS[state].tone}>{HANDOVER_WORDS[state].word}</Badge>
            <span>asked for by {page.requestedByName}</span>
          </>
        }
      />
      <Actions page={page} answer={answer} />
      {mine.length > 0 ? (
        <Section
          title={mine.length === 1 ? "1 person is handed to you" : `${mine.length} people are handed to you`}
          description="Dose and focus with their former coach, and the goals and open steps that are yours now. Earlier sessions, summaries and notes stay where they are: ask the person what they want you to know."
        >
          <ul className="grid gap-3 lg:grid-cols-2">
            {mine.map((line) => (
              <li key={line.coacheeId}>
                <Received line={line} canOpen={state === "carried_out"} />
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {others.length > 0 ? (
        <Section title={viewer === "receiver" ? "To other coaches" : "Who goes to whom"}>
          <ul className="divide-y divide-line rounded-card border border-line bg-surface">
            {others.map(({ coacheeId, coacheeName, receiverName, facts }) => (
              <li key={coacheeId} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-4 py-2.5">
                <span className="font-medium">{coacheeName}</span>
                <span>to {receiverName}</span>
                <span className="text-sm text-ink-muted">
                  {facts
                    ? `${number(facts.heldSessions)} sessions, ${number(facts.minutes)} minutes until then`
                    : state === "planned"
                      ? "moves on the day"
                      : state === "undone"
                        ? "moved back"
                        : "did not move"}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  );
}

function Received({ line, canOpen }: { line: HandoverLineItem; canOpen: boolean }) {
  const { facts, goals, steps, coacheeId, coacheeName } = line;
  return (
    <div className="h-full rounded-card border border-line bg-surface p-4 md:p-5">
      <h3 className="font-semibold">
        {canOpen ? (
          <Link to={`/people/${coacheeId}`} className="link">
            {coacheeName}
          </Link>
        ) : (
          coacheeName
        )}
      </h3>
      {facts ? (
        <DescriptionList
          items={[
            {
              label: "Dose so far",
              value: `${number(facts.heldSessions)} sessions, ${number(facts.minutes)} minutes; ${number(facts.heldLast90Days)} in the last 90 days`,
            },
            { label: "Last session", value: facts.lastOn ? formatDay(facts.lastOn) : "none" },
            {
              label: "Focus",
              value:
                facts.focus.length === 0
                  ? "none in the last 90 days"
                  : facts.focus.map(({ title, sessions }) => `${title} (${sessions})`).join("; "),
            },
            { label: "Goals met", value: number(facts.metGoals) },
            {
              label: "Active goals",
              value: (
                <Items
                  items={goals.map(({ title, reviewOn }) =>
                    reviewOn ? `${title}, look again ${formatDay(reviewOn)}` : title,
                  )}
                />
              ),
            },
            {
              label: "Open steps",
              value: (
                <Items
                  items={steps.map(({ what, dueOn }) => (dueOn ? `${what}, by ${formatDay(dueOn)}` : what))}
                />
              ),
            },
          ]}
        />
      ) : (
        <p className="mt-2 text-ink-muted">The summary stands here once the handover is carried out.</p>
      )}
    </div>
  );
}

function Items({ items }: { items: readonly string[] }) {
  return items.length === 0 ? (
    "none"
  ) : (
    <ul className="list-disc pl-5">
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}

function Actions({ page, answer }: { page: Page; answer: Answer }) {
  const { permissions, undoableUntil, state } = page;
  const { formData } = useNavigation();
  const refused = generalErrorOf(answer);
  return (
    <div className="mb-6 grid max-w-3xl gap-3 empty:hidden">
      {refused ? <ErrorSummary errors={{}} general={refused} title="It was not undone" /> : null}
      {state === "undone" ? (
        <Callout tone="info">Everything is as it was before. This stays in the record.</Callout>
      ) : null}
      {permissions.canUndo && undoableUntil ? (
        <Form method="post">
          <Callout
            tone="info"
            title="It can be undone for a day"
            actions={
              <Button
                name="intent"
                value="undo"
                variant="secondary"
                pending={formData?.get("intent") === "undo"}
              >
                Undo the handover
              </Button>
            }
          >
            Until <Instant at={undoableUntil} />, as long as nothing of what moved has changed.
          </Callout>
        </Form>
      ) : null}
      {permissions.canCancel ? (
        <Form method="post">
          <Callout
            tone="info"
            title={`It will be carried out on ${formatDay(page.effectiveOn)}`}
            actions={
              <Button
                name="intent"
                value="cancel"
                variant="secondary"
                pending={formData?.get("intent") === "cancel"}
              >
                Cancel it
              </Button>
            }
          >
            By itself, with what is there on that day. Until then nothing changes.
          </Callout>
        </Form>
      ) : null}
    </div>
  );
}

/** An instant in the program's words, the same on server and device. */
function Instant({ at }: { at: string }) {
  return (
    <time dateTime={at}>
      {new Intl.DateTimeFormat("en-US", {
        ...{ month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" },
        hourCycle: "h23" as const,
        ...{ timeZone: "America/Los_Angeles", timeZoneName: "short" },
      }).format(new Date(at))}
    </time>
  );
}
