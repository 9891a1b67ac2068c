import { Form, useNavigation } from "@remix-run/react";
import { type Answer, fieldErrorsOf, generalErrorOf, typedValue } from "#app/components/answer.ts";
import { Button } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { NumberField } from "#app/components/number-field.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Section } from "#app/components/section.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { formatDay, formatMonth } from "#app/time/format-day.ts";
import type { ShiftLine, ShiftPage, ShiftPreview } from "../review-board.types.ts";

type ShiftPageAnswer = (NonNullable<Answer> & { preview?: ShiftPreview }) | undefined;

export function ShiftReviewsPage({ page, answer }: { page: ShiftPage; answer: ShiftPageAnswer }) {
  const { formData } = useNavigation();
  const errors = fieldErrorsOf(answer);
  const preview = answer?.preview;
  const field = (name: string, initial = "") => ({
    ...{ name, id: name, error: errors[name], defaultValue: typedValue(answer, name) ?? initial },
  });
  const pendingOf = (intent: string) => formData?.get("intent") === intent;
  return (
    <>
      <PageHeader
        title="Shift many reviews"
        breadcrumb={[
          { label: "Schedules", to: "/schedules" },
          { label: "Board", to: "/schedules/board" },
        ]}
        intro="Gives many reviews other days at once, each inside its own window. You see first what would move and what would stay; nothing changes until you move them."
      />
      <Form method="post" noValidate preventScrollReset className="grid max-w-3xl gap-4">
        <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
        <input type="hidden" name="id" value={typedValue(answer, "id") ?? page.newId} />
        <input type="hidden" name="mark" value={preview?.mark ?? ""} />
        <div className="grid gap-4 sm:grid-cols-3">
          <SelectField
            {...field("siteId", page.site)}
            label="Site"
            placeholder="All sites you lead"
            options={page.sites.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <SelectField
            {...field("month", page.month)}
            label="Month"
            placeholder="All months"
            options={page.months.map((month) => ({ value: month.slice(0, 7), label: formatMonth(month) }))}
          />
          <SelectField
            {...field("ruleCode")}
            label="Rule"
            placeholder="All rules"
            options={page.rules.map(({ code, title }) => ({ value: code, label: title }))}
          />
        </div>
        <div className="grid gap-4 sm:grid-cols-3">
          <SelectField
            {...field("by", "days")}
            label="How they move"
            options={[
              { value: "days", label: "By days" },
              { value: "week", label: "To a week" },
            ]}
          />
          <NumberField
            {...field("days")}
            label="Days"
            hint="For “by days”. Back: with a minus"
            min={-60}
            max={60}
          />
          <DateField {...field("weekOf")} label="The week of" hint="For “to a week”: the same weekday" />
        </div>
        <div className="flex flex-wrap gap-2">
          <Button
            name="intent"
            value="preview"
            variant={preview && preview.moving > 0 ? "secondary" : "primary"}
            pending={pendingOf("preview")}
            pendingLabel="Looking"
          >
            Show what would move
          </Button>
          {preview && preview.moving > 0 ? (
            <Button name="intent" value="apply" pending={pendingOf("apply")} pendingLabel="Moving">
              {preview.moving === 1 ? "Move 1 review" : `Move ${preview.moving} reviews`}
            </Button>
          ) : null}
        </div>
      </Form>
      {preview ? <Preview preview={preview} /> : null}
    </>
  );
}

const DayOf = ({ day }: { day: string }) => <span className="whitespace-nowrap">{formatDay(day)}</span>;

const who: Column<ShiftLine> = {
  key: "coach",
  header: "Review of",
  rowHeader: true,
  cell: ({ coachName }) => coachName,
};
const site: Column<ShiftLine> = { key: "site", header: "Site", cell: ({ siteName }) => siteName };
const rule: Column<ShiftLine> = {
  key: "rule",
  header: "Rule",
  from: "xl",
  cell: ({ ruleTitle }) => ruleTitle,
};

const MOVES: Column<ShiftLine>[] = [
  who,
  { key: "from", header: "From", cell: ({ fromOn }) => <DayOf day={fromOn} /> },
  { key: "to", header: "To", cell: ({ toOn }) => (toOn ? <DayOf day={toOn} /> : null) },
  site,
  rule,
  {
    key: "note",
    header: "Note",
    prose: true,
    cell: ({ note }) => (note ? `${note}, so the nearest day of work` : null),
  },
];
const STAYS: Column<ShiftLine>[] = [
  who,
  { key: "on", header: "On", cell: ({ fromOn }) => <DayOf day={fromOn} /> },
  {
    key: "why",
    header: "Why it stays",
    prose: true,
    cell: ({ note }) => note && `${note.slice(0, 1).toUpperCase()}${note.slice(1)}`,
  },
  site,
  rule,
];

function Preview({ preview: { moves, stays, moving, staying, isStale } }: { preview: ShiftPreview }) {
  const many = (n: number) => (n === 1 ? "1 review" : `${n} reviews`);
  return (
    <div className="mt-6">
      <Callout
        announce
        tone={isStale ? "caution" : "info"}
        title={isStale ? "Something changed meanwhile: look again" : "What would happen"}
      >
        {isStale ? "Nothing was moved. " : ""}
        {moving === 0 ? "No review would move" : `${many(moving)} would move`}, {staying} would stay.
      </Callout>
      {moving > 0 ? (
        <Section title={`Moving (${moving})`}>
          <Lines caption="Reviews that would move" columns={MOVES} lines={moves} all={moving} />
        </Section>
      ) : null}
      {staying > 0 ? (
        <Section title={`Staying (${staying})`}>
          <Lines caption="Reviews that would stay" columns={STAYS} lines={stays} all={staying} />
        </Section>
      ) : null}
    </div>
  );
}

function Lines(given: { caption: string; columns: Column<ShiftLine>[]; lines: ShiftLine[]; all: number }) {
  return (
    <>
      <DataTable
        caption={given.caption}
        hideCaption
        dense
        phone="cards"
        rows={given.lines}
        rowKey={({ id }) => id}
        columns={given.columns}
      />
      {given.all > given.lines.length ? (
        <p className="mt-2 text-sm text-ink-muted">The first {given.lines.length} are shown.</p>
      ) : null}
    </>
  );
}
