import { Form, useNavigation } from "@remix-run/react";
import { type Answer, fieldErrorsOf, generalErrorOf, typedValue } from "#app/components/answer.ts";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { ChoiceChips } from "#app/components/choice-chips.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { FormActions } from "#app/components/form-actions.tsx";
import { GuardedTextArea } from "#app/components/guarded-text.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { KeptWords } from "#app/offline/kept-words.tsx";
import { PURPOSE_LIMIT } from "../agreement.schema.ts";
import type { AgreementForm } from "../agreement.types.ts";
import { VISIBILITY_PROFILES } from "../visibility-profile.types.ts";
import { NEVER_SHARED, profileText } from "../visibility-profiles.ts";

export function AgreementFormPage({ form, answer }: { form: AgreementForm; answer: Answer }) {
  const errors = fieldErrorsOf(answer);
  const { formData } = useNavigation();
  const given = (name: keyof AgreementForm["values"]) =>
    answer?.values ? (typedValue(answer, name) ?? "") : form.values[name];
  const field = (name: keyof AgreementForm["values"]) => ({
    name,
    defaultValue: given(name),
    error: errors[name],
  });
  const people = (list: { id: string; name: string }[]) =>
    list.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <PageHeader
        title={`Coaching agreement with ${form.person.name}`}
        breadcrumb={[
          { label: "My people", to: "/people" },
          { label: form.person.name, to: `/people/${form.person.id}` },
        ]}
        meta={<span>Version {form.version}</span>}
        intro="Write it together. It holds once everybody named in it has signed; a change later is a new version."
      />
      {form.waitingVersion !== null ? (
        <Callout
          tone="caution"
          title={`Version ${form.waitingVersion} waits for signatures`}
          actions={
            <ButtonLink to={`/agreements/${form.agreementId}`} variant="secondary">
              Open it
            </ButtonLink>
          }
        >
          Take it back there before you write another.
        </Callout>
      ) : (
        <Form method="post" className="grid max-w-2xl gap-6" noValidate>
          <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
          <KeptWords name={`agreement:${form.person.id}`} restores={!answer} />
          <input type="hidden" name="versionId" value={typedValue(answer, "versionId") ?? form.versionId} />
          {form.rowVersion === null ? null : (
            <input
              type="hidden"
              name="rowVersion"
              value={typedValue(answer, "rowVersion") ?? form.rowVersion}
            />
          )}
          {form.isSupervisory ? (
            <Callout tone="info" title="Supervisory coaching">
              You are this person’s supervisor, so coaching and supervision cannot be kept apart. The
              agreement says so.
            </Callout>
          ) : null}
          <GuardedTextArea
            {...field("purpose")}
            label="What the coaching is for"
            hint="What you want to reach, how often you meet, what each of you does. No clients."
            required
            rows={6}
            limit={PURPOSE_LIMIT}
            known={[form.person.name]}
          />
          <ChoiceChips
            {...field("profile")}
            label="What others may see"
            hint={NEVER_SHARED}
            required
            options={VISIBILITY_PROFILES.filter(
              (profile) => (profile === "supervisory") === form.isSupervisory,
            ).map((value) => {
              const { label, supervisor, lead } = profileText(value);
              return {
                ...{ value, label },
                hint: supervisor === lead ? supervisor : `Supervisor: ${supervisor} Lead: ${lead}`,
              };
            })}
          />
          {form.supervisors.length > 0 ? (
            <SelectField
              {...field("supervisorId")}
              label="Supervisor who signs"
              optional
              hint="Needed when the supervisor sees goal titles."
              placeholder="Nobody"
              options={people(form.supervisors)}
            />
          ) : null}
          {form.leads.length > 0 ? (
            <SelectField
              {...field("leadId")}
              label="Coaching lead who signs"
              optional
              placeholder="Nobody"
              options={people(form.leads)}
            />
          ) : null}
          <div className="grid gap-4 sm:grid-cols-2">
            <DateField {...field("startsOn")} label="Holds from" required />
            <DateField
              {...field("endsOn")}
              label="Ends on"
              optional
              hint="The first day on which it no longer holds."
            />
          </div>
          <FormActions>
            <Button
              name="intent"
              value="propose"
              pending={formData?.get("intent") === "propose"}
              pendingLabel="Sending"
            >
              Sign and put to the others
            </Button>
            <Button
              name="intent"
              value="save"
              variant="secondary"
              pending={formData?.get("intent") === "save"}
              pendingLabel="Saving"
            >
              Save the draft
            </Button>
          </FormActions>
        </Form>
      )}
    </>
  );
}
