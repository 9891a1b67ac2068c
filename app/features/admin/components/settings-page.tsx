import { Form, useNavigation } from "@remix-run/react";
import { type Answer, fieldErrorsOf, generalErrorOf, typedValue } from "#app/components/answer.ts";
import { Button } from "#app/components/button.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { FormActions } from "#app/components/form-actions.tsx";
import { GuardedTextArea } from "#app/components/guarded-text.tsx";
import { NumberField } from "#app/components/number-field.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { AdminTabs } from "./admin-tabs.tsx";

interface Settings {
  sessionLockDays: number;
  acknowledgementDays: number;
  improvementRecheckDays: number;
  improvementSuccesses: number;
}

export function SettingsPage({ settings, answer }: { settings: Settings; answer: Answer }) {
  const errors = fieldErrorsOf(answer);
  const isSaving = useNavigation().state !== "idle";
  const field = (name: keyof Settings) => ({
    name,
    defaultValue: typedValue(answer, name) ?? String(settings[name]),
    error: errors[name],
  });
  return (
    <>
      <PageHeader
        title="Settings"
        breadcrumb={[{ label: "Administration", to: "/admin" }]}
        intro="What holds for the whole program from the moment it is saved; for session records also for earlier ones."
      />
      <AdminTabs />
      <Form method="post" className="grid max-w-2xl gap-6" noValidate>
        <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
        {Object.entries(settings).map(([name, value]) => (
          <input key={name} type="hidden" name={`${name}Before`} value={value} />
        ))}
        <NumberField
          {...field("sessionLockDays")}
          label="A record locks after"
          hint="Days after the end of the session’s month. Until then its coach changes it freely; afterwards only with a reason, and what it said before stays beside it. A lower number locks records of past months at once."
          unit="days"
          min={0}
          max={366}
          className="max-w-prose"
        />
        <NumberField
          {...field("acknowledgementDays")}
          label="An acknowledgement lapses after"
          hint="Days a coachee has to answer, counted from the record or its last change. Three days before they are reminded once."
          unit="days"
          min={5}
          max={120}
          className="max-w-prose"
        />
        <NumberField
          {...field("improvementRecheckDays")}
          label="An improvement plan is looked at again after"
          hint="Days from its start to the re-assessment. Plans that are proposed from now on take it; both sides may choose another day from 30 to 45."
          unit="days"
          min={30}
          max={45}
          className="max-w-prose"
        />
        <NumberField
          {...field("improvementSuccesses")}
          label="It is met after"
          hint="Re-assessments in a row that meet the threshold, critical items included."
          unit="in a row"
          min={1}
          max={5}
          className="max-w-prose"
        />
        <GuardedTextArea
          name="reason"
          label="Why this changes"
          hint="It is kept in the audit log with the old and the new number."
          required
          rows={2}
          limit={300}
          defaultValue={typedValue(answer, "reason") ?? ""}
          error={errors.reason}
        />
        <FormActions>
          <Button pending={isSaving} pendingLabel="Saving">
            Save
          </Button>
        </FormActions>
      </Form>
    </>
  );
}
