import { Badge, type Tone } from "#app/components/badge.tsx";
import { Card } from "#app/components/card.tsx";
import { Mark } from "#app/components/mark.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import type { SubmissionsPage as Page, Submission } from "../acceptance.types.ts";
import type { ChecklistItem } from "../assessment.types.ts";
import { isAnswered, markOf } from "../checklist.rules.ts";
import { ResultBadge } from "./result.tsx";

const BECAME: Record<Submission["became"], { tone: Tone; word: string }> = {
  returned: { tone: "caution", word: "Given back" },
  amended: { tone: "neutral", word: "Amended since" },
  waits: { tone: "info", word: "To be accepted" },
  stands: { tone: "positive", word: "Stands" },
};

/** Everything that was submitted of one review, side by side; what changed from one to the next is marked. */
export function SubmissionsPage({ page }: { page: Page }) {
  const { submissions, sections, isOwn, id } = page;
  const items = sections.flatMap((section) => section.items);
  const changed = items.filter((item) => hasChanged(item, submissions));
  return (
    <>
      <PageHeader
        title={isOwn ? "What my feedback said" : `Submissions about ${page.coachName}`}
        breadcrumb={[
          isOwn
            ? { label: "Feedback on my coaching", to: `/my-fidelity/${id}` }
            : { label: "The review", to: `/reviews/${id}` },
        ]}
        meta={<span>{page.instrument}</span>}
        intro="Nothing that was submitted is lost: each stands here as it was."
      />
      <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
        {submissions.map((one) => (
          <Card
            key={one.number}
            title={`${nameOf(one, submissions)}${one.on ? `, ${formatDay(one.on, { weekday: false })}` : ""}`}
            headingLevel={2}
            aside={<Badge tone={BECAME[one.became].tone}>{BECAME[one.became].word}</Badge>}
          >
            <div className="grid gap-2">
              <p>
                <ResultBadge result={one.score?.result ?? null} percent={one.score?.percent ?? null} />
              </p>
              {one.reason ? (
                <p className="whitespace-pre-line">
                  <span className="font-medium">
                    {one.became === "amended" ? "Amended because:" : "Given back because:"}
                  </span>{" "}
                  {one.reason}
                </p>
              ) : null}
              {one.itemIds.length > 0 ? (
                <p className="text-sm text-ink-muted">
                  About item{" "}
                  {items
                    .filter((item) => one.itemIds.includes(item.id))
                    .map(({ number }) => number)
                    .join(", ")}
                </p>
              ) : null}
              <Text label="Observed" text={one.observedOn ? formatDay(one.observedOn) : ""} />
              <Text label="What went well" text={one.strengths} />
              <Text label="What could come next" text={one.nextSteps} />
              <Text label="What was looked at" text={one.evidence} />
            </div>
          </Card>
        ))}
      </div>
      <Section
        title={changed.length === 0 ? "No item changed" : `Items that changed (${changed.length})`}
        description={changed.length === 0 ? undefined : "Every other item was answered alike each time."}
      >
        {changed.length === 0 ? null : (
          <ul className="divide-y divide-line">
            {changed.map((item) => (
              <li key={item.id} className="grid gap-2 py-3">
                <p>
                  <span className="text-ink-muted tabular-nums">{item.number}</span> {item.label}
                </p>
                <dl className="grid gap-3 md:grid-cols-2 xl:grid-cols-3">
                  {submissions.map((one) => (
                    <div key={one.number} className="border-l-2 border-line-strong pl-3">
                      <dt className="text-sm text-ink-muted">{nameOf(one, submissions)}</dt>
                      <dd>
                        <Given item={item} submission={one} />
                      </dd>
                    </div>
                  ))}
                </dl>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}

function nameOf({ number }: Submission, all: readonly Submission[]): string {
  const place = all.findIndex((one) => one.number === number) + 1;
  return ["First", "Second", "Third"][place - 1]
    ? `${["First", "Second", "Third"][place - 1]} submission`
    : `Submission ${place}`;
}

function Given({ item, submission }: { item: ChecklistItem; submission: Submission }) {
  const given = submission.answers[item.id];
  return (
    <>
      <p className="font-semibold">
        {given && isAnswered(item, given.answer) ? markOf(item, given.answer) : <Mark kind="blank" />}
      </p>
      {given?.reason ? <p className="text-sm">Not applicable because: {given.reason}</p> : null}
      {given?.comment ? <p className="text-sm whitespace-pre-line">{given.comment}</p> : null}
    </>
  );
}

function Text({ label, text }: { label: string; text: string }) {
  if (!text) return null;
  return (
    <p className="text-sm wrap-anywhere whitespace-pre-line">
      <span className="font-medium">{label}:</span> {text}
    </p>
  );
}

function hasChanged(item: ChecklistItem, submissions: readonly Submission[]): boolean {
  const said = submissions.map(({ answers }) => {
    const { answer = "", reason = "", comment = "" } = answers[item.id] ?? {};
    return JSON.stringify([answer, reason, comment]);
  });
  return new Set(said).size > 1;
}
