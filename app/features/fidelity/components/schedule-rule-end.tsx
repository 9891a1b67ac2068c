import { Form, useNavigation } from "@remix-run/react";
import { fieldErrorsOf, generalErrorOf, typedValue } from "#app/components/answer.ts";
import { DateField } from "#app/components/date-field.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import type { Day } from "#app/time/days.ts";
import { SchedulePreview } from "./schedule-preview.tsx";
import { PreviewButtons, type RuleAnswer } from "./schedule-rule-form.tsx";

interface Props {
  today: Day;
  /** The first day without the rule. */
  endsOn: Day | null;
  answer: RuleAnswer;
}

/** The end of a rule: set, moved, and taken back while its day has not come. */
export function ScheduleRuleEnd({ today, endsOn, answer }: Props) {
  if (endsOn !== null && endsOn <= today)
    return (
      <Section title="End of the rule">
        <p className="max-w-prose">
          This rule ended on {formatDay(endsOn)}. A new version begins it again from its own day on.
        </p>
      </Section>
    );
  return (
    <Section
      title="End of the rule"
      description={
        endsOn === null
          ? "From a day on the rule asks for no more reviews. Before it ends you see what that cancels."
          : `The rule ends on ${formatDay(endsOn)}: it asks for no review whose target is on that day or later.`
      }
    >
      <div className="grid gap-4">
        {endsOn === null ? null : (
          <EndForm kind="go-on" save="Take the end back" answer={answer}>
            {() => <p className="font-semibold">Let the rule go on</p>}
          </EndForm>
        )}
        <EndForm kind="end" save={endsOn === null ? "End the rule" : "Move the end"} danger answer={answer}>
          {(own) => (
            <DateField
              name="endsOn"
              id="ends-on"
              label={endsOn === null ? "Ends on" : "Or ends on another day"}
              hint="The first day without the rule. Reviews with an earlier target stay, and so does what was begun or finished."
              defaultValue={typedValue(own, "endsOn") ?? endsOn ?? ""}
              error={fieldErrorsOf(own).endsOn}
              required
            />
          )}
        </EndForm>
      </div>
    </Section>
  );
}

function EndForm({
  kind,
  save,
  danger,
  answer,
  children,
}: {
  kind: "end" | "go-on";
  save: string;
  danger?: boolean;
  answer: RuleAnswer;
  children: (own: RuleAnswer) => React.ReactNode;
}) {
  const posted = useNavigation().formData;
  const posting = posted?.get("kind") === kind ? posted.get("intent") : null;
  const own = answer?.values?.kind === kind ? answer : undefined;
  const { endsOn } = fieldErrorsOf(own);
  return (
    <Form
      method="post"
      noValidate
      preventScrollReset
      className="grid max-w-3xl gap-4 rounded-card border border-line bg-surface p-4 md:p-5"
      key={JSON.stringify(own)}
    >
      <ErrorSummary errors={endsOn ? { "ends-on": endsOn } : {}} general={generalErrorOf(own)} />
      <input type="hidden" name="kind" value={kind} />
      {children(own)}
      {own?.preview ? (
        <>
          <input type="hidden" name="mark" value={own.preview.mark} />
          <SchedulePreview preview={own.preview} />
        </>
      ) : null}
      <PreviewButtons
        isShown={own?.preview !== undefined}
        posting={posting}
        save={save}
        {...(danger && { danger })}
      />
    </Form>
  );
}
