import { Form, Link, useNavigation } from "@remix-run/react";
import { type Answer, fieldErrorsOf, generalErrorOf, typedValue } from "#app/components/answer.ts";
import { Badge } from "#app/components/badge.tsx";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { GuardedTextArea } from "#app/components/guarded-text.tsx";
import { Mark } from "#app/components/mark.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import type { ChecklistItem } from "../assessment.types.ts";
import { markOf } from "../checklist.rules.ts";
import type { Difference, PairPage as Page } from "../double-rating.types.ts";
import { RECORD_WORDS } from "../rater-words.ts";
import { AgreementTiles } from "./agreement.tsx";
import { ResultBadge } from "./result.tsx";

type Row = Difference & { item: ChecklistItem };

/** Two ratings side by side, what both say about the difference, and what they agreed on. Both originals stay. */
export function PairPage({ page, newId, answer }: { page: Page; newId: string; answer: Answer }) {
  const { agreement, consensus, raters, scores } = page;
  const items = page.sections.flatMap((section) => section.items);
  const byId = new Map(items.map((item) => [item.id, item]));
  const rows = page.differences.flatMap((one): Row[] => {
    const item = byId.get(one.itemId);
    return item ? [{ ...one, item }] : [];
  });
  return (
    <>
      <PageHeader
        title={`Two ratings of ${page.coachName}`}
        breadcrumb={[{ label: "My reviews", to: "/reviews" }]}
        meta={
          <>
            <span>{page.siteName}</span>
            <span>{page.instrument}</span>
            <span>both in since {formatDay(page.completedOn)}</span>
          </>
        }
        intro="Two people rated the same without seeing each other’s. Differences are what there is to learn from: nobody was wrong beforehand."
      />
      <AgreementTiles
        agreement={agreement}
        difference={{ label: "First minus second", sentence: "Steps of the scale, on average" }}
      />
      <Section title="Results" description={`Fixed before anybody rated. ${RECORD_WORDS[page.recordRule]}`}>
        <ul className="divide-y divide-line rounded-card border border-line bg-surface">
          {(["first", "second", "consensus"] as const).map((part) => {
            const score = scores[part];
            const name =
              part === "consensus"
                ? "What both agreed on"
                : `${raters[part]}, ${part === "first" ? "first" : "second"} rating`;
            return (
              <li key={part} className="flex flex-wrap items-center justify-between gap-2 px-4 py-3">
                <span>{name}</span>
                {score ? (
                  <ResultBadge result={score.result} percent={score.percent} />
                ) : (
                  <span className="text-ink-muted">not recorded yet</span>
                )}
              </li>
            );
          })}
        </ul>
      </Section>
      <Section title={`Where you differ (${rows.length})`}>
        <DataTable
          caption="Items that were answered differently"
          hideCaption
          phone="cards"
          rows={rows}
          rowKey={({ itemId }) => itemId}
          columns={columnsOf(page)}
          empty={<p className="text-ink-muted">Every item has the same answer.</p>}
        />
      </Section>
      <Section
        title="What you say about it"
        description="Read by the two of you alone. Agreement is never computed from it."
      >
        {page.notes.length > 0 ? (
          <ul className="mb-4 divide-y divide-line rounded-card border border-line bg-surface">
            {page.notes.map((note) => (
              <li key={note.id} className="grid gap-1 px-4 py-3">
                <p className="text-sm text-ink-muted">
                  {note.isOwn ? "I" : note.authorName}
                  {note.itemId ? ` on item ${byId.get(note.itemId)?.number ?? ""}` : ""},{" "}
                  {formatDay(note.writtenAt.slice(0, 10), { weekday: false })}
                </p>
                <p className="max-w-prose whitespace-pre-line">{note.text}</p>
              </li>
            ))}
          </ul>
        ) : null}
        <NoteForm page={page} rows={rows} newId={newId} answer={answer} />
      </Section>
      <Section title="What you agreed on">
        <Consensus consensus={consensus} agreeBy={page.agreeBy} />
      </Section>
    </>
  );
}

const columnsOf = ({ raters }: Page): Column<Row>[] => [
  {
    key: "item",
    header: "Item",
    rowHeader: true,
    cell: ({ item }) => (
      <span>
        <span className="text-ink-muted tabular-nums">{item.number}</span> {item.label}{" "}
        {item.isCritical ? <Badge tone="critical">Critical</Badge> : null}
      </span>
    ),
  },
  {
    key: "first",
    header: raters.first,
    prose: true,
    cell: ({ item, first }) => <Given item={item} given={first} />,
  },
  {
    key: "second",
    header: raters.second,
    prose: true,
    cell: ({ item, second }) => <Given item={item} given={second} />,
  },
  {
    key: "agreed",
    header: "Agreed on",
    cell: ({ item, consensus }) =>
      consensus?.answer ? markOf(item, consensus.answer) : <Mark kind="blank" />,
  },
];

function Given({ item, given }: { item: ChecklistItem; given: Difference["first"] }) {
  return (
    <span className="grid gap-1">
      <span className="font-semibold">
        {given.answer ? markOf(item, given.answer) : <Mark kind="blank" />}
      </span>
      {given.comment ? <span className="text-sm">{given.comment}</span> : null}
    </span>
  );
}

function NoteForm({ page, rows, newId, answer }: { page: Page; rows: Row[]; newId: string; answer: Answer }) {
  const errors = fieldErrorsOf(answer);
  const isSaving = useNavigation().formData?.get("intent") === "note";
  return (
    <Form key={newId} method="post" noValidate preventScrollReset className="grid max-w-2xl gap-4">
      <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
      <input type="hidden" name="id" value={newId} />
      <SelectField
        name="itemId"
        label="About"
        placeholder="The review as a whole"
        defaultValue={typedValue(answer, "itemId")}
        error={errors.itemId}
        options={rows.map(({ item }) => ({ value: item.id, label: `${item.number}. ${item.label}` }))}
      />
      <GuardedTextArea
        name="text"
        label="What I saw"
        hint="Say what you saw and how you read the anchor. Name no family."
        rows={3}
        known={[page.coachName]}
        defaultValue={typedValue(answer, "text")}
        error={errors.text}
      />
      <Button
        name="intent"
        value="note"
        variant="secondary"
        className="justify-self-start"
        pending={isSaving}
        pendingLabel="Adding"
      >
        Add it
      </Button>
    </Form>
  );
}

function Consensus({ consensus, agreeBy }: Pick<Page, "consensus" | "agreeBy">) {
  const until = agreeBy
    ? ` The result waits until ${formatDay(agreeBy)}; after that the mean of both ratings counts.`
    : "";
  if (consensus?.state === "over")
    return (
      <Callout title="The time to agree is over">
        It was not recorded in time, so the mean of both ratings counts, as it was fixed beforehand.
      </Callout>
    );
  if (consensus?.state === "recorded")
    return (
      <Callout
        tone="positive"
        title="It is recorded"
        actions={
          consensus.isOwn ? (
            <Link to={`/reviews/${consensus.id}`} className="link">
              Read it
            </Link>
          ) : null
        }
      >
        Written down by {consensus.by}. Both independent ratings stay, and agreement is computed from them.
      </Callout>
    );
  if (consensus)
    return (
      <Callout
        title={consensus.isOwn ? "You have begun to write it down" : `${consensus.by} is writing it down`}
        actions={
          consensus.isOwn ? (
            <ButtonLink to={`/reviews/${consensus.id}`} size="small">
              Go on
            </ButtonLink>
          ) : (
            <Form method="post">
              <Button name="intent" value="take-over" variant="secondary" size="small">
                Take it over
              </Button>
            </Form>
          )
        }
      >
        It is one record for both of you. Both independent ratings stay as they are.{until}
      </Callout>
    );
  return (
    <div className="grid justify-items-start gap-3">
      <p className="max-w-prose text-ink-muted">
        Once you have talked, one of you writes down what you agreed on. It becomes a third record; both
        ratings stay as they are.{until}
      </p>
      <Form method="post">
        <Button name="intent" value="consensus">
          Write down what we agreed on
        </Button>
      </Form>
    </div>
  );
}
