import { Link } from "@remix-run/react";
import { ClipboardCheck } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { Callout } from "#app/components/callout.tsx";
import { Checkbox } from "#app/components/checkbox.tsx";
import { type Column, DataTable } from "#app/components/data-table.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { type FormAnswer, OwnForm } from "#app/components/own-form.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pagination } from "#app/components/pagination.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { TextField } from "#app/components/text-field.tsx";
import type { AcceptanceRule, AcceptancePage as Page } from "../acceptance.types.ts";
import { ResultBadge } from "./result.tsx";

const STATE_WORDS = {
  "in-force": { tone: "positive", word: "In force" },
  coming: { tone: "info", word: "Coming" },
  past: { tone: "neutral", word: "Past" },
} as const;

const RULES: Column<Page["rules"][number]>[] = [
  {
    key: "from",
    header: "From",
    rowHeader: true,
    cell: ({ startsOn }) => formatDay(startsOn, { weekday: false }),
  },
  {
    key: "state",
    header: "Use",
    cell: ({ state }) => <Badge tone={STATE_WORDS[state].tone}>{STATE_WORDS[state].word}</Badge>,
  },
  { key: "limits", header: "Limits", prose: true, cell: (rule) => limitsInWords(rule).join(" ") },
];

/** What waits for a lead with the reason why, and the limits that decide what waits. */
export function AcceptancePage({ page, newId, answer }: { page: Page; newId: string; answer: FormAnswer }) {
  const { waiting, returned, rules, permissions } = page;
  const inForce = rules.find(({ state }) => state === "in-force");
  const others = rules.filter((rule) => rule !== inForce);
  return (
    <>
      <PageHeader
        title="To be accepted"
        breadcrumb={[{ label: "Schedules", to: "/schedules" }]}
        intro="Reviews outside of the limits wait here for you. Everything within them is final by itself."
      />
      {waiting.items.length === 0 && waiting.page === 1 ? (
        <EmptyState icon={ClipboardCheck} title="Nothing waits for you">
          {inForce?.isOn
            ? "Whatever was submitted lately was within the limits, or is with its reviewer for correction."
            : "Every review is final at once, since no limits are in force."}
        </EmptyState>
      ) : (
        <Waiting list={waiting} noun="reviews" param="page" />
      )}
      {returned.items.length > 0 || returned.page > 1 ? (
        <Section title="Given back" description="With their reviewers for correction.">
          <Waiting list={returned} noun="reviews given back" param="returned" />
        </Section>
      ) : null}
      <Section
        title="Limits"
        description="What is accepted without your look. A change holds for what is submitted from its day on."
      >
        {inForce ? (
          <div className="mb-4 grid max-w-prose gap-2">
            <p className="text-sm text-ink-muted">
              In force since {formatDay(inForce.startsOn, { weekday: false })}
            </p>
            <ul className="grid list-disc gap-1 pl-5">
              {limitsInWords(inForce).map((words) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
          </div>
        ) : (
          <div className="mb-4">
            <Callout title="No limits are in force">
              Every review is final at once, and only with your leave is a result amended.
            </Callout>
          </div>
        )}
        {permissions.canSet ? (
          <OwnForm
            key={newId}
            intent="limits"
            label="Fix limits from a day on"
            submitLabel="Fix the limits"
            answer={answer}
            hidden={{ id: newId }}
          >
            {(field) => <Limits field={field} page={page} typed={answer?.values} />}
          </OwnForm>
        ) : (
          <p className="max-w-prose text-sm text-ink-muted">
            Limits hold for the whole program: a lead of all its sites fixes them.
          </p>
        )}
        {others.length > 0 ? (
          <div className="mt-6">
            <DataTable
              caption="Other limits, newest first"
              dense
              phone="cards"
              rows={others}
              rowKey={({ id }) => id}
              columns={RULES}
            />
          </div>
        ) : null}
      </Section>
    </>
  );
}

function Waiting({
  list: { items, page, pageSize, hasNext },
  noun,
  param,
}: {
  list: Page["waiting"];
  noun: string;
  param: string;
}) {
  return (
    <>
      <ul className="divide-y divide-line rounded-card border border-line bg-surface">
        {items.map((row) => (
          <li key={row.id} className="grid gap-1 px-4 py-3 md:px-5">
            <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
              <Link to={`/reviews/${row.id}`} className="link min-w-0 font-semibold">
                {row.coachName}
              </Link>
              <ResultBadge result={row.result} percent={row.percent} />
            </div>
            <ul className="grid gap-0.5">
              {row.reasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
            <p className="text-[0.9375rem] text-ink-muted">
              {row.state === "submitted" ? "Waits" : "Given back"} since {formatDay(row.since)}
              {row.days > 0 ? ` (${row.days === 1 ? "1 day" : `${row.days} days`})` : ""} · reviewed by{" "}
              {row.raterName ?? "nobody any more"} · {row.siteName} · {row.instrument}
              {row.submission > 1 ? ` · submission ${row.submission}` : ""}
            </p>
          </li>
        ))}
      </ul>
      {page > 1 || hasNext ? (
        <Pagination {...{ page, pageSize, hasNext, noun, param }} shown={items.length} />
      ) : null}
    </>
  );
}

function Limits({
  field,
  page,
  typed,
}: {
  field: (
    name: string,
    initial?: string,
  ) => { name: string; id: string; defaultValue: string | undefined; error: string[] | undefined };
  page: Page;
  typed: Record<string, unknown> | undefined;
}) {
  const last = page.rules[0];
  const box = (name: "needsMet" | "needsWindow" | "needsCertified") => ({
    ...{ name, id: `limits-${name}` },
    defaultChecked: typed ? typed[name] === "on" : (last?.[name] ?? true),
  });
  return (
    <>
      <DateField {...field("startsOn", page.today)} label="From" min={page.today} required />
      <SelectField
        {...field("isOn", last && !last.isOn ? "off" : "on")}
        label="Look at exceptions"
        options={[
          { value: "on", label: "Yes: what is outside of the limits waits for a lead" },
          { value: "off", label: "No: every review is final at once" },
        ]}
      />
      <fieldset>
        <legend className="font-medium">A review is final by itself when</legend>
        <Checkbox {...box("needsMet")} label="the result is met and no critical item failed" />
        <Checkbox {...box("needsWindow")} label="the observed day lies inside of its window" />
        <Checkbox
          {...box("needsCertified")}
          label="the rater was certified, and their calibration had not run out, on the observed day"
        />
      </fieldset>
      <TextField
        {...field("mostLeftOut", last ? String(last.mostLeftOut ?? "") : "25")}
        label="Items without a value, at most"
        hint="Not applicable, not observed or not known. Leave it empty for any share."
        inputMode="numeric"
        suffix="%"
        controlClass="max-w-28"
        optional
      />
      <TextField
        {...field("tellAfterDays", String(last?.tellAfterDays ?? 5))}
        label="Tell leads of what waits longer than"
        inputMode="numeric"
        suffix="days"
        controlClass="max-w-28"
        required
      />
      <TextField
        {...field("amendDays", String(last?.amendDays ?? 14))}
        label="A rater may amend a final result for"
        hint="0: only when a lead lets them."
        inputMode="numeric"
        suffix="days"
        controlClass="max-w-28"
        required
      />
    </>
  );
}

function limitsInWords(rule: AcceptanceRule): string[] {
  const amend =
    rule.amendDays === 0
      ? "A result is amended only when a lead lets its rater."
      : `A rater may amend a result for ${rule.amendDays} ${rule.amendDays === 1 ? "day" : "days"}.`;
  if (!rule.isOn) return ["Every review is final at once.", amend];
  return [
    ...(rule.needsMet ? ["The result is met and no critical item failed."] : []),
    ...(rule.needsWindow ? ["The observed day lies inside of its window."] : []),
    ...(rule.needsCertified ? ["The rater was certified, their calibration had not run out."] : []),
    ...(rule.mostLeftOut === null ? [] : [`At most ${rule.mostLeftOut} % of the items are without a value.`]),
    `Leads are told of what waits longer than ${rule.tellAfterDays} ${rule.tellAfterDays === 1 ? "day" : "days"}.`,
    amend,
  ];
}
