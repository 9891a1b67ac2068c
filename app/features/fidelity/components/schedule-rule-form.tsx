import { Form, useNavigation } from "@remix-run/react";
import { type Answer, fieldErrorsOf, generalErrorOf } from "#app/components/answer.ts";
import { Button } from "#app/components/button.tsx";
import { Checkbox } from "#app/components/checkbox.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { FieldGroup } from "#app/components/field.tsx";
import { GuardedTextField } from "#app/components/guarded-text.tsx";
import { NumberField } from "#app/components/number-field.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { TextField } from "#app/components/text-field.tsx";
import type { Day } from "#app/time/days.ts";
import { formatDay } from "#app/time/format-day.ts";
import { FORM_EVENTS, FORM_RATERS } from "../schedule-rule.schema.ts";
import type { SchedulePreview as Preview } from "../schedule-rule.types.ts";
import { EVENT_WORDS, RATER_WORDS } from "../schedule-words.ts";
import { SchedulePreview } from "./schedule-preview.tsx";

export type RuleAnswer = (NonNullable<Answer> & { preview?: Preview }) | undefined;
type Values = Record<string, string | string[] | undefined>;
type FieldProps = { name: string; defaultValue: string; error: string[] | undefined };
type FieldOf = (name: string, initial?: string) => FieldProps;

const UNITS = [
  { value: "days", label: "days" },
  { value: "months", label: "months" },
];
const OFTEN = [
  { value: "1", label: "Every month" },
  { value: "3", label: "Every quarter" },
  { value: "6", label: "Every six months" },
  { value: "12", label: "Every year" },
];
const ANCHORS = [
  { value: "certified", label: "The first certification" },
  { value: "started", label: "The first day in the program, for practitioners of being coached" },
];

interface Props {
  kind: string;
  values: Values;
  sites: { id: string; name: string }[];
  instruments?: { id: string; title: string; subject: string }[];
  formId?: string;
  /** The end of the rule that is not reached yet. */
  endsOn?: Day | null;
  answer: RuleAnswer;
}

/** The form of a rule: what it asks for, its window, its policies; then what saving would do. */
export function ScheduleRuleForm({ kind, values, sites, instruments, formId, endsOn = null, answer }: Props) {
  const posted = useNavigation().formData;
  const posting = posted?.get("kind") === kind ? posted.get("intent") : null;
  const errors = fieldErrorsOf(answer);
  const typed = answer?.values as Values | undefined;
  const typedOr = (name: string) => (typed ? typed[name] : values[name]);
  const field: FieldOf = (name, initial = "") => {
    const value = typedOr(name);
    return {
      name,
      defaultValue: typeof value === "string" ? value : typed ? "" : initial,
      error: errors[name],
    };
  };
  const chosen = typedOr("events");
  const events = chosen === undefined ? [] : Array.isArray(chosen) ? chosen : [chosen];
  return (
    <Form
      id={formId}
      method="post"
      noValidate
      preventScrollReset
      className="grid max-w-3xl gap-6"
      key={JSON.stringify(answer)}
    >
      <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
      <input type="hidden" name="kind" value={kind} />
      <Group title="The rule">
        {instruments ? (
          <SelectField
            {...field("instrumentId")}
            label="Instrument"
            placeholder="Choose an instrument"
            options={instruments.map(({ id, title, subject }) => ({
              value: id,
              label: subject === "practitioner" ? `${title} (of practitioners)` : title,
            }))}
          />
        ) : null}
        <GuardedTextField {...field("title")} label="Name" maxLength={120} required />
        <SelectField
          {...field("raterType", "supervisor")}
          label="Who rates"
          options={FORM_RATERS.map((value) => ({
            value,
            label: RATER_WORDS[value] ?? value,
          }))}
        />
        <DateField
          {...field("startsOn")}
          label="Holds from"
          hint={
            endsOn === null
              ? "What was planned for earlier days stays as it was."
              : `The rule ends on ${formatDay(endsOn)}. From that day on, a version begins it again; from an earlier one it ends on that day.`
          }
          required
        />
        <KindFields kind={kind} field={field} sites={sites} events={events} eventsError={errors.events} />
      </Group>
      <Group title="The window">
        <NumberField {...field("opensDaysBefore", "14")} label="Opens before the target" unit="days" />
        <NumberField {...field("dueDaysAfter", "7")} label="Due after the target" unit="days" />
        <NumberField {...field("graceDays", "7")} label="Still counts after the due day" unit="days" />
        <SelectField
          {...field("businessDays", "next")}
          label="Weekends and closures"
          options={[
            { value: "next", label: "Move to the next business day" },
            { value: "none", label: "Move nothing" },
          ]}
        />
      </Group>
      <Group title="When things change">
        <SelectField
          {...field("leave", "shift")}
          label="Leave"
          options={[
            { value: "shift", label: "Moves the window to the return" },
            { value: "pause", label: "Stops the clock of the series" },
            { value: "none", label: "Changes nothing" },
          ]}
        />
        <SelectField
          {...field("exit", "cancel")}
          label="Somebody’s last day"
          options={[
            { value: "cancel", label: "Cancels what comes after it" },
            { value: "finish", label: "Leaves what is open to be done" },
          ]}
        />
        <SelectField
          {...field("transfer", "inherit")}
          label="A transfer to another site"
          options={[
            { value: "inherit", label: "Takes the review along" },
            { value: "stay", label: "Leaves it with the site of the opening day" },
          ]}
        />
        <NumberField {...field("minimumSpacingDays", "0")} label="Least time between reviews" unit="days" />
        <NumberField
          {...field("precedence", "100")}
          label="Order among rules"
          hint="Where windows meet, the rule with the lowest number is planned and counts for the others."
        />
      </Group>
      {answer?.preview ? (
        <>
          <input type="hidden" name="mark" value={answer.preview.mark} />
          <SchedulePreview preview={answer.preview} />
        </>
      ) : null}
      <PreviewButtons isShown={answer?.preview !== undefined} posting={posting} save="Save this version" />
    </Form>
  );
}

/** Shows what a form would do, and does it once it was shown. */
export function PreviewButtons({
  isShown,
  posting,
  save,
  danger,
}: {
  isShown: boolean;
  posting: unknown;
  save: string;
  danger?: boolean;
}) {
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        name="intent"
        value="preview"
        variant={isShown ? "secondary" : "primary"}
        pending={posting === "preview"}
        pendingLabel="Working it out"
      >
        {isShown ? "Show it again" : "Show what would change"}
      </Button>
      {isShown ? (
        <Button
          name="intent"
          value="save"
          variant={danger ? "danger" : "primary"}
          pending={posting === "save"}
          pendingLabel="Saving"
        >
          {save}
        </Button>
      ) : null}
    </div>
  );
}

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <fieldset className="grid gap-4 rounded-card border border-line bg-surface p-4 sm:grid-cols-2 md:p-5">
      <legend className="px-1 font-semibold">{title}</legend>
      {children}
    </fieldset>
  );
}

function Length({
  field,
  name,
  label,
  count,
}: {
  field: FieldOf;
  name: string;
  label: string;
  count: string;
}) {
  return (
    <div className="flex items-end gap-2">
      <NumberField {...field(`${name}Count`, count)} label={label} />
      <SelectField {...field(`${name}Unit`, "days")} label={`${label}, unit`} hideLabel options={UNITS} />
    </div>
  );
}

function KindFields({
  kind,
  field,
  sites,
  events,
  eventsError,
}: {
  kind: string;
  field: FieldOf;
  sites: { id: string; name: string }[];
  events: readonly string[];
  eventsError: string[] | undefined;
}) {
  if (kind === "offset")
    return (
      <>
        <SelectField {...field("anchor", "certified")} label="Counts from" options={ANCHORS} />
        <Length field={field} name="first" label="First after" count="30" />
        <Length field={field} name="every" label="Then every" count="90" />
      </>
    );
  if (kind === "phased")
    return (
      <>
        <SelectField {...field("anchor", "certified")} label="Counts from" options={ANCHORS} />
        <Length field={field} name="first" label="First after" count="30" />
        <Length field={field} name="every" label="Then every" count="90" />
        <NumberField {...field("metInARow", "3")} label="Until so many in a row meet the threshold" />
        <Length field={field} name="then" label="From then on every" count="365" />
        <NumberField {...field("notMetInARow", "1")} label="Back after so many that do not" />
      </>
    );
  if (kind === "calendar")
    return (
      <>
        <SelectField {...field("everyMonths", "1")} label="How often" options={OFTEN} />
        <SelectField
          {...field("dayKind", "weekday")}
          label="On which day"
          options={[
            { value: "weekday", label: "A weekday of the month" },
            { value: "first-business-day", label: "The first business day" },
            { value: "last-business-day", label: "The last business day" },
            { value: "start", label: "The day of the month it holds from" },
          ]}
        />
        <SelectField
          {...field("week", "1")}
          label="Which one"
          hint="For a weekday of the month."
          options={[
            ["1", "The first"],
            ["2", "The second"],
            ["3", "The third"],
            ["4", "The fourth"],
            ["-1", "The last"],
          ].map(([value = "", label = ""]) => ({ value, label }))}
        />
        <SelectField
          {...field("weekday", "1")}
          label="Weekday"
          hint="For a weekday of the month."
          options={["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"].map(
            (label, index) => ({ value: String(index + 1), label }),
          )}
        />
      </>
    );
  if (kind === "sessions")
    return (
      <>
        <NumberField {...field("everySessions", "6")} label="After every" unit="held sessions" />
        <NumberField {...field("targetDaysAfter", "14")} label="Target after the last of them" unit="days" />
      </>
    );
  if (kind === "random")
    return (
      <>
        <SelectField
          {...field("of", "people")}
          label="A share of"
          options={[
            {
              value: "people",
              label: "Certified coaches or coached practitioners, drawn on the first day of a period",
            },
            { value: "sessions", label: "Held sessions, drawn on the day after a period" },
          ]}
        />
        <NumberField {...field("sharePercent", "20")} label="Share" unit="%" decimals />
        <SelectField {...field("everyMonths", "3")} label="Drawn" options={OFTEN} />
        <SelectField
          {...field("stratifyBy", "unit")}
          label="Shared out by"
          options={[
            { value: "unit", label: "Unit" },
            { value: "site", label: "Site" },
            { value: "coach", label: "Coach" },
            { value: "none", label: "Nothing: from all together" },
          ]}
        />
        <NumberField {...field("atLeast", "1")} label="At least of each" />
        <NumberField {...field("targetDaysAfter", "45")} label="Target after the draw" unit="days" />
      </>
    );
  if (kind === "event")
    return (
      <>
        <FieldGroup id="events" label="After" error={eventsError} className="sm:col-span-2">
          {FORM_EVENTS.map((event) => (
            <Checkbox
              key={event}
              name="events"
              id={`events-${event}`}
              value={event}
              defaultChecked={events.includes(event)}
              label={<span className="inline-block first-letter:uppercase">{EVENT_WORDS[event]}</span>}
            />
          ))}
        </FieldGroup>
        <Length field={field} name="after" label="So long after it" count="30" />
      </>
    );
  return (
    <>
      <TextField {...field("days")} label="Days" hint="Such as 2027-03-15, 2027-09-15" />
      <SelectField
        {...field("siteId")}
        label="Where"
        placeholder="All sites"
        options={sites.map(({ id, name }) => ({ value: id, label: name }))}
      />
    </>
  );
}
