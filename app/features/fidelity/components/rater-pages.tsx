import { UsersRound } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { Callout } from "#app/components/callout.tsx";
import { Sparkline } from "#app/components/charts/sparkline.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { GuardedTextArea } from "#app/components/guarded-text.tsx";
import { Mark } from "#app/components/mark.tsx";
import { type FormAnswer, OwnForm } from "#app/components/own-form.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { formatDifference, RATER_WORDS } from "../rater-words.ts";
import type { RaterPage as Page, RaterListItem } from "../reliability.types.ts";
import { formatNumber } from "../review-words.ts";
import { AGREEMENT_COLUMNS } from "./agreement.tsx";

type Of = Page["instruments"][number];

const RATERS: Column<RaterListItem>[] = [
  { key: "name", header: "Rater", rowHeader: true, cell: ({ name }) => name },
  {
    key: "state",
    header: "Stands",
    cell: ({ state, validUntil }) => (
      <span className="inline-flex flex-wrap items-center gap-x-2">
        <Badge tone={RATER_WORDS[state].tone}>{RATER_WORDS[state].word}</Badge>
        {validUntil ? (
          <span className="text-sm text-ink-muted">
            {state === "lapsed" ? "ended" : "until"} {formatDay(validUntil, { weekday: false })}
          </span>
        ) : null}
      </span>
    ),
  },
  {
    key: "share",
    header: "The same, lately",
    align: "end",
    cell: ({ newestShare }) =>
      newestShare === null ? <Mark kind="blank" /> : `${formatNumber(100 * newestShare)}\u00a0%`,
  },
  { key: "compared", header: "Compared", align: "end", cell: ({ compared }) => compared },
  {
    key: "action",
    header: "Next",
    cell: ({ needsAction }) => (needsAction ? <Badge tone="caution">A talk is worth it</Badge> : null),
  },
  { key: "instrument", header: "Instrument", from: "xl", cell: ({ instrument }) => instrument },
];

/** How raters stand today: it follows from dated facts and is stored nowhere. */
export function RatersPage({ raters }: { raters: RaterListItem[] }) {
  const sorted = [...raters].sort((one, other) => Number(other.needsAction) - Number(one.needsAction));
  return (
    <>
      <PageHeader
        title="Raters"
        breadcrumb={[{ label: "Reliability", to: "/reliability" }]}
        intro="Who is trained, calibrated and in agreement with others. It says where support goes, never how good a person is."
      />
      <DataTable
        caption="Raters and instruments"
        hideCaption
        phone="cards"
        rows={sorted}
        rowKey={({ personId, instrumentId }) => `${personId} ${instrumentId}`}
        rowHref={({ personId }) => `/raters/${personId}`}
        columns={RATERS}
        empty={
          <EmptyState title="No rater yet" icon={UsersRound}>
            Raters appear here once they are certified for an instrument or have rated a set of cases.
          </EmptyState>
        }
      />
    </>
  );
}

const POINTS: Column<Of["points"][number]>[] = [
  { key: "on", header: "Day", rowHeader: true, cell: ({ on }) => formatDay(on, { weekday: false }) },
  {
    key: "against",
    header: "Beside",
    cell: ({ against }) => (against === "master" ? "the master" : "a second rater"),
  },
  ...AGREEMENT_COLUMNS,
];

/** One rater beside masters and partners: lately, over time, and item by item where they differ most. */
export function RaterPage({ page, newId, answer }: { page: Page; newId: string; answer: FormAnswer }) {
  return (
    <>
      <PageHeader
        title={page.name}
        breadcrumb={[
          { label: "Reliability", to: "/reliability" },
          { label: "Raters", to: "/raters" },
        ]}
        intro="How these ratings compare with an expert’s and with those of second raters in the last twelve months."
      />
      {page.instruments.map((one) => (
        <Section
          key={one.instrumentId}
          title={one.title}
          actions={<Badge tone={RATER_WORDS[one.state].tone}>{RATER_WORDS[one.state].word}</Badge>}
          description={
            one.validUntil
              ? `${RATER_WORDS[one.state].next} The last pass ${one.state === "lapsed" ? "ended" : "holds until"} ${formatDay(one.validUntil, { weekday: false })}.`
              : RATER_WORDS[one.state].next
          }
        >
          <Drift
            of={one}
            personId={page.personId}
            canAgree={page.permissions.canAgree}
            newId={newId}
            answer={answer}
          />
        </Section>
      ))}
    </>
  );
}

function Drift({
  of,
  personId,
  canAgree,
  newId,
  answer,
}: {
  of: Of;
  personId: string;
  canAgree: boolean;
  newId: string;
  answer: FormAnswer;
}) {
  const { windows, hotSpots, needsAction } = of.drift;
  const newest = windows.at(-1);
  const isRetraining = of.state === "remedial";
  return (
    <div className="grid gap-4">
      {newest ? (
        <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
          <p className="text-3xl font-semibold tabular-nums">
            {newest.exactShare === null ? (
              <Mark kind="blank" />
            ) : (
              `${formatNumber(100 * newest.exactShare)}\u00a0%`
            )}
          </p>
          <p className="max-w-prose text-ink-muted">
            of {newest.compared} answers of the last three comparisons are the same; within one step{" "}
            {newest.withinOneShare === null ? "–" : `${formatNumber(100 * newest.withinOneShare)}\u00a0%`}; on
            average {newest.meanDifference === null ? "–" : formatDifference(newest.meanDifference, 1)} steps
            beside the others.
          </p>
          {windows.length > 1 ? (
            <span className="flex items-center gap-3 text-accent">
              <Sparkline values={windows.map(({ exactShare }) => exactShare)} />
              <span className="text-sm text-ink-muted">
                {of.run.signal
                  ? "The run chart sees more than chance."
                  : `No signal in the run chart${of.run.median === null ? "" : `, median ${formatNumber(100 * of.run.median)}\u00a0%`}.`}
              </span>
            </span>
          ) : null}
        </div>
      ) : (
        <p className="text-ink-muted">
          {of.points.length} of 3 comparisons are there; with three, the newest three are read together.
        </p>
      )}
      {needsAction && !isRetraining ? (
        <Callout tone="caution" title="A talk is worth it">
          Twice in a row less than 80 % of the answers were the same. That happens when anchors are read
          differently: look at the items below together, and practise with a set of cases. It says nothing
          about the person.
        </Callout>
      ) : null}
      {hotSpots.length > 0 ? (
        <div>
          <h3 className="mb-1 font-semibold">Items to look at first</h3>
          <ul className="divide-y divide-line rounded-card border border-line bg-surface">
            {hotSpots.slice(0, 8).map((spot) => (
              <li key={spot.itemId} className="flex flex-wrap justify-between gap-x-4 gap-y-1 px-4 py-2">
                <span>
                  {of.items[spot.itemId]?.number} {of.items[spot.itemId]?.label ?? spot.itemId}
                </span>
                <span className="text-ink-muted tabular-nums">
                  {spot.exact} of {spot.compared} the same, difference{" "}
                  {spot.meanDifference === null ? "–" : formatDifference(spot.meanDifference, 1)}
                </span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {of.points.length > 0 ? (
        <DataTable
          caption={`Comparisons, newest first: ${of.title}`}
          hideCaption
          dense
          phone="cards"
          rows={of.points.map((point, place) => ({ ...point, key: `${point.on} ${place}` }))}
          rowKey={({ key }) => key}
          columns={POINTS}
        />
      ) : null}
      {canAgree && !isRetraining ? (
        <OwnForm
          key={newId}
          intent="retrain"
          about={of.instrumentId}
          label="Agree on training anew"
          submitLabel="Agree"
          answer={answer}
          hidden={{ id: newId, personId, instrumentId: of.instrumentId }}
        >
          {(field) => (
            <>
              <p className="max-w-prose text-sm text-ink-muted">
                Talk with the rater first. Until they pass a set again, new reviews go to others, and what
                they rate meanwhile is kept apart from official trends.
              </p>
              <GuardedTextArea {...field("reason")} label="What would help" rows={2} />
            </>
          )}
        </OwnForm>
      ) : null}
    </div>
  );
}
