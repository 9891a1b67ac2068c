import { Form } from "@remix-run/react";
import { useState } from "react";
import { Badge } from "#app/components/badge.tsx";
import { Button } from "#app/components/button.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { valuesOfForm } from "../schedule-rule.schema.ts";
import type {
  NewScheduleRulePage as NewPage,
  ScheduleRulePage as Page,
  RuleVersionItem,
} from "../schedule-rule.types.ts";
import { KIND_WORDS, RATER_WORDS } from "../schedule-words.ts";
import { ScheduleRuleEnd } from "./schedule-rule-end.tsx";
import { type RuleAnswer, ScheduleRuleForm } from "./schedule-rule-form.tsx";

const RULE_FORM = "rule";
const CRUMBS = [{ label: "Schedules", to: "/schedules" }];

export function ScheduleRulePage({ page, answer }: { page: Page; answer: RuleAnswer }) {
  const isEnding = page.endsOn !== null && page.endsOn > page.today;
  return (
    <>
      <PageHeader
        title={page.title}
        breadcrumb={CRUMBS}
        meta={
          <>
            <span>{page.instrumentTitle}</span>
            {page.endsOn === null ? null : (
              <Badge tone={isEnding ? "caution" : "neutral"}>
                {isEnding ? "Ends" : "Ended"} on {formatDay(page.endsOn)}
              </Badge>
            )}
          </>
        }
      />
      <Section title="Versions">
        <ol className="divide-y divide-line rounded-card border border-line bg-surface">
          {page.versions.map((version) => (
            <Version key={version.version} version={version} />
          ))}
        </ol>
      </Section>
      {page.permissions.canChange ? (
        <ScheduleRuleEnd today={page.today} endsOn={page.endsOn} answer={answer} />
      ) : null}
      {page.permissions.canChange ? (
        <Section
          title="A new version"
          description="It holds from a day on. Before it is saved you see what it adds, moves and cancels."
        >
          <ScheduleRuleForm
            key={page.versions.length}
            kind={page.kind}
            values={page.values}
            sites={page.sites}
            endsOn={isEnding ? page.endsOn : null}
            answer={answer?.values?.kind === page.kind ? answer : undefined}
          />
        </Section>
      ) : null}
    </>
  );
}

function Version({ version }: { version: RuleVersionItem }) {
  const { words, details, raterType, from, to, state } = version;
  return (
    <li className="px-4 py-3 md:px-5">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <p className="min-w-0 font-semibold first-letter:uppercase">{words}</p>
        {state === "in-force" ? (
          <Badge tone="positive">In force</Badge>
        ) : state === "to-come" ? (
          <Badge tone="info">To come</Badge>
        ) : state === "never" ? (
          <Badge>Never in force</Badge>
        ) : (
          <Badge>Past</Badge>
        )}
      </div>
      <p className="text-[0.9375rem] text-ink-muted">
        Version {version.version} · {RATER_WORDS[raterType]} · {formatDay(from, { weekday: false })}
        {to === null
          ? " and on"
          : state === "never"
            ? ", but the rule ends before"
            : ` to ${formatDay(to, { weekday: false })}`}
      </p>
      <details className="mt-1">
        <summary className="link inline-flex min-h-9 items-center text-[0.9375rem] font-medium pointer-coarse:min-h-11">
          Window and policies of version {version.version}
        </summary>
        <ul className="grid max-w-prose list-disc gap-1 pl-5 text-[0.9375rem]">
          {details.map((detail) => (
            <li key={detail}>{detail}</li>
          ))}
        </ul>
      </details>
    </li>
  );
}

export function NewScheduleRulePage({ page, answer }: { page: NewPage; answer: RuleAnswer }) {
  const kind = page.kind ?? (typeof answer?.values?.kind === "string" ? answer.values.kind : null);
  /** What was typed for another kind: the fields that both kinds have keep it. */
  const [typed, setTyped] = useState<Record<string, string | string[]>>({});
  const keepTyped = () => {
    const form = document.getElementById(RULE_FORM);
    if (!(form instanceof HTMLFormElement)) return;
    const { events, ...others } = valuesOfForm(new FormData(form));
    setTyped({ ...typed, ...others, ...(kind === "event" ? { events } : {}) });
  };
  return (
    <>
      <PageHeader
        title="Add a rule"
        breadcrumb={CRUMBS}
        intro="Before it is saved you see which reviews it adds in the next twelve months."
      />
      <Form method="get" onSubmit={keepTyped} className="mb-6 flex max-w-xl flex-wrap items-end gap-2">
        <SelectField
          name="kind"
          label="When reviews fall due"
          placeholder="Choose one"
          defaultValue={kind ?? ""}
          key={kind}
          className="min-w-0 grow"
          options={Object.entries(KIND_WORDS).map(([value, label]) => ({ value, label }))}
        />
        <Button variant={kind ? "secondary" : "primary"}>Go on</Button>
      </Form>
      {kind ? (
        <ScheduleRuleForm
          key={kind}
          kind={kind}
          formId={RULE_FORM}
          values={{ startsOn: page.today, ...typed }}
          sites={page.sites}
          instruments={page.instruments}
          answer={answer}
        />
      ) : null}
    </>
  );
}
