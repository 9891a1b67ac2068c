import { Badge } from "#app/components/badge.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { type FormAnswer, OwnForm } from "#app/components/own-form.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { TextField } from "#app/components/text-field.tsx";
import { RECORD_WORDS } from "../rater-words.ts";
import type { DoubleRatingSettings } from "../reliability.types.ts";
import { formatNumber } from "../review-words.ts";

type Rule = DoubleRatingSettings["rules"][number];
type Draw = DoubleRatingSettings["draws"][number];

const STATE_WORDS = {
  "in-force": { tone: "positive", word: "In force" },
  coming: { tone: "info", word: "Coming" },
  past: { tone: "neutral", word: "Past" },
} as const;

const RECORD_OPTIONS = [
  { value: "first", label: "The first rating counts" },
  { value: "mean", label: "The mean of both counts" },
  { value: "consensus", label: "What both agree on counts" },
];

const RULES: Column<Rule>[] = [
  {
    key: "instrument",
    header: "Instrument",
    rowHeader: true,
    cell: ({ instrument, version }) => `${instrument}, rule ${version}`,
  },
  {
    key: "state",
    header: "Use",
    cell: ({ state }) => <Badge tone={STATE_WORDS[state].tone}>{STATE_WORDS[state].word}</Badge>,
  },
  {
    key: "share",
    header: "Rated twice",
    cell: ({ share, period }) => `${formatNumber(100 * share)}\u00a0% each ${period}`,
  },
  {
    key: "record",
    header: "Score of record",
    cell: ({ recordRule }) => RECORD_OPTIONS.find(({ value }) => value === recordRule)?.label,
  },
  { key: "from", header: "From", cell: ({ startsOn }) => formatDay(startsOn, { weekday: false }) },
];

const DRAWS: Column<Draw>[] = [
  {
    key: "period",
    header: "Period from",
    rowHeader: true,
    cell: ({ periodOn }) => formatDay(periodOn, { weekday: false }),
  },
  { key: "instrument", header: "Instrument", cell: ({ instrument }) => instrument },
  { key: "population", header: "Could be drawn", align: "end", cell: ({ population }) => population },
  { key: "drawn", header: "Drawn", align: "end", cell: ({ drawn }) => drawn },
  {
    key: "seed",
    header: "Seed of the lot",
    from: "xl",
    prose: true,
    cell: ({ seed }) => <code className="font-mono text-sm break-all">{seed}</code>,
  },
];

/** Which share of reviews is rated twice and which score counts: fixed beforehand, from a month on. */
export function DoubleRatingSettingsPage({
  settings,
  newId,
  answer,
}: {
  settings: DoubleRatingSettings;
  newId: string;
  answer: FormAnswer;
}) {
  const { rules, draws, permissions } = settings;
  return (
    <>
      <PageHeader
        title="What is rated twice"
        breadcrumb={[{ label: "Reliability", to: "/reliability" }]}
        intro="A lot decides, before anybody rates: the same share of each rater’s reviews. Neither rater sees the other’s until both are in."
      />
      <Section title="Rules">
        <DataTable
          caption="Rules of double rating"
          hideCaption
          phone="cards"
          rows={rules}
          rowKey={({ id }) => id}
          columns={RULES}
          empty={
            <EmptyState title="Nothing is rated twice">
              A fifth of all reviews is common. Without it nobody can say how far a score depends on who
              rated.
            </EmptyState>
          }
        />
        {permissions.canSet ? (
          <div className="mt-4">
            <OwnForm
              key={newId}
              intent="rule"
              label="Fix a rule from a month on"
              submitLabel="Fix the rule"
              answer={answer}
              hidden={{ id: newId }}
            >
              {(field) => (
                <>
                  <SelectField
                    {...field("instrumentId")}
                    label="Instrument"
                    placeholder="Choose an instrument"
                    options={settings.instruments.map(({ id, title }) => ({ value: id, label: title }))}
                    required
                  />
                  <TextField
                    {...field("share", "20")}
                    label="Share rated twice"
                    inputMode="decimal"
                    suffix="%"
                    required
                  />
                  <SelectField
                    {...field("period", "month")}
                    label="Drawn for each"
                    options={[
                      { value: "month", label: "Month" },
                      { value: "quarter", label: "Quarter" },
                    ]}
                  />
                  <SelectField
                    {...field("recordRule", "first")}
                    label="Score of record"
                    hint="It cannot be changed for what is drawn."
                    options={RECORD_OPTIONS}
                  />
                  <SelectField
                    {...field("startsOn", settings.earliest[0])}
                    label="From"
                    options={settings.earliest.map((day) => ({
                      value: day,
                      label: formatDay(day, { weekday: false }),
                    }))}
                  />
                </>
              )}
            </OwnForm>
          </div>
        ) : (
          <p className="mt-4 max-w-prose text-sm text-ink-muted">
            A rule holds for the whole program: a lead or evaluator of all its sites fixes it.
          </p>
        )}
        <div className="mt-6 max-w-prose">
          <h3 className="font-semibold">Which score counts</h3>
          <ul className="mt-1 list-disc space-y-1 pl-5 text-sm text-ink-muted">
            {Object.values(RECORD_WORDS).map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </div>
      </Section>
      <Section
        title="Lots that were drawn"
        description="Whoever has the seed and the list of reviews can draw again and finds the same."
      >
        <DataTable
          caption="Lots, newest first"
          hideCaption
          dense
          phone="cards"
          rows={draws}
          rowKey={({ key }) => key}
          columns={DRAWS}
          empty={<p className="text-ink-muted">No lot was drawn yet.</p>}
        />
      </Section>
    </>
  );
}
