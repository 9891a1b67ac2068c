import { type Column, DataTable } from "#app/components/data-table.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Mark, MarkLegend } from "#app/components/mark.tsx";
import { NumberField } from "#app/components/number-field.tsx";
import { type FormAnswer, OwnForm } from "#app/components/own-form.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import type { DosageRow, Intensity, DosagePage as Page } from "../caseload.types.ts";
import { INTENSITY_OPTIONS, INTENSITY_WORDS, number } from "./caseload-words.ts";

export function DosagePage({ page, answer }: { page: Page; answer: FormAnswer }) {
  const { rows, people, today, permissions } = page;
  const live = rows.filter(({ state }) => state !== "ended");
  const ended = rows.filter(({ state }) => state === "ended");
  return (
    <>
      <PageHeader
        title="Dosage schedule"
        meta={<span>{formatDay(today)}</span>}
        intro="The coaching that is planned for each intensity, for the whole program. A change holds from a day on; what was planned for earlier days stays as it was, and so do the figures made from it."
      />
      <Table caption="What holds and what is to come" rows={live} people={people} />
      {live.length > 0 ? <MarkLegend kinds={["blank"]} /> : null}
      {permissions.canSet ? (
        <div className="mt-4">
          <DosageForm key={rows.length} page={page} answer={answer} />
        </div>
      ) : null}
      <Section
        title="How coaching fades"
        description="Where a number is set, the next lower intensity is proposed to the coach once so many fidelity results in a row have met their threshold, or so many sessions were held at the present intensity. A result that could not be scored neither counts nor breaks the row. The coach or the coaching lead accepts or declines; what was declined has to be met anew."
      >
        <span />
      </Section>
      {ended.length > 0 ? (
        <Section title="Earlier">
          <Table caption="What held before" rows={ended} />
        </Section>
      ) : null}
    </>
  );
}

function Table({
  caption,
  rows,
  people,
}: {
  caption: string;
  rows: DosageRow[];
  people?: Record<Intensity, number>;
}) {
  const columns: Column<DosageRow>[] = [
    {
      key: "intensity",
      header: "Intensity",
      rowHeader: true,
      cell: ({ intensity }) => INTENSITY_WORDS[intensity],
    },
    {
      key: "sessions",
      header: "Sessions a month",
      align: "end",
      cell: ({ sessionsPerMonth }) => number(sessionsPerMonth),
    },
    {
      key: "minutes",
      header: "Minutes each",
      align: "end",
      cell: ({ minutesPerSession }) => number(minutesPerSession),
    },
    {
      key: "fade",
      header: "Fades after",
      cell: ({ fadeAfterResults, fadeAfterSessions }) =>
        fadeAfterResults === null && fadeAfterSessions === null ? (
          <Mark kind="blank" />
        ) : (
          [
            ...(fadeAfterResults === null ? [] : [`${fadeAfterResults} results met`]),
            ...(fadeAfterSessions === null ? [] : [`${fadeAfterSessions} sessions`]),
          ].join(" or ")
        ),
    },
    {
      key: "holds",
      header: "Holds",
      cell: ({ state, startsOn, endsOn }) =>
        `${state === "planned" ? "from" : "since"} ${formatDay(startsOn, { weekday: false })}${endsOn ? ` until ${formatDay(endsOn, { weekday: false })}` : ""}`,
    },
    ...(people
      ? [
          {
            key: "people",
            header: "People today",
            align: "end" as const,
            cell: ({ state, intensity }: DosageRow) =>
              state === "current" ? number(people[intensity]) : <Mark kind="blank" />,
          },
        ]
      : []),
  ];
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      phone="cards"
      dense
      empty={
        <EmptyState title="No dose is planned">
          Until one is set, nothing is due and no capacity is used.
        </EmptyState>
      }
    />
  );
}

function DosageForm({ page, answer }: { page: Page; answer: FormAnswer }) {
  return (
    <OwnForm intent="set" label="Change what is planned" submitLabel="Plan it from that day" answer={answer}>
      {(field) => (
        <>
          <SelectField
            {...field("intensity")}
            label="Intensity"
            placeholder="Choose an intensity"
            options={INTENSITY_OPTIONS}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <NumberField {...field("sessionsPerMonth")} label="Sessions a month" decimals unit="sessions" />
            <NumberField {...field("minutesPerSession")} label="Length of each" unit="minutes" />
            <NumberField
              {...field("fadeAfterResults")}
              label="Fades after"
              optional
              hint="Fidelity results in a row that met their threshold."
              unit="results"
            />
            <NumberField
              {...field("fadeAfterSessions")}
              label="Or after"
              optional
              hint="Sessions held at this intensity."
              unit="sessions"
            />
          </div>
          <DateField
            {...field("startsOn", page.today)}
            label="From"
            hint="What was to begin on that day or later is replaced."
          />
        </>
      )}
    </OwnForm>
  );
}
