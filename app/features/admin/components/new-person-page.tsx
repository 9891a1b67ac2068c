import { Form, useNavigation } from "@remix-run/react";
import { type Answer, fieldErrorsOf, generalErrorOf, typedValue } from "#app/components/answer.ts";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { FormActions } from "#app/components/form-actions.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { TextField } from "#app/components/text-field.tsx";

export function NewPersonPage({ answer }: { answer: Answer }) {
  const errors = fieldErrorsOf(answer);
  const isSaving = useNavigation().state === "submitting";
  const field = (name: string) => ({ name, defaultValue: typedValue(answer, name), error: errors[name] });
  return (
    <>
      <PageHeader
        title="Add a person"
        breadcrumb={[
          { label: "Administration", to: "/admin" },
          { label: "People", to: "/admin/people" },
        ]}
        intro="The next page gives them roles, a site and a supervisor, each with its own dates."
      />
      <Form method="post" className="grid max-w-2xl gap-5" noValidate>
        <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
        <div className="grid gap-5 sm:grid-cols-2">
          <TextField {...field("givenName")} label="First name" required autoComplete="off" />
          <TextField {...field("familyName")} label="Last name" required autoComplete="off" />
        </div>
        <TextField
          {...field("email")}
          type="email"
          label="Work e-mail"
          hint="Notices go here, and it links the person to a sign-in."
          required
          autoComplete="off"
        />
        <div className="grid items-end gap-5 sm:grid-cols-2">
          <TextField
            {...field("employeeId")}
            label="Employee number"
            hint="Leading zeros are kept."
            optional
            autoComplete="off"
          />
          <TextField {...field("jobTitle")} label="Job title" optional autoComplete="off" />
        </div>
        <FormActions>
          <Button pending={isSaving} pendingLabel="Adding">
            Add the person
          </Button>
          <ButtonLink to="/admin/people" variant="secondary">
            Cancel
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
