import { Form, Link } from "@remix-run/react";
import { type Answer, fieldErrorsOf, generalErrorOf } from "#app/components/answer.ts";
import { AuthLayout } from "#app/components/auth-layout.tsx";
import { Button } from "#app/components/button.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { TextField } from "#app/components/text-field.tsx";

export function SecondStepForm({ next, answer }: { next: string; answer: Answer }) {
  const errors = fieldErrorsOf(answer);
  return (
    <AuthLayout
      title="One more step"
      intro="Enter the six digits that your authenticator app shows for Throughline."
      footer={
        <Link to="/sign-in" className="link">
          Start again
        </Link>
      }
    >
      <Form method="post" className="grid gap-5" noValidate>
        <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
        <input type="hidden" name="next" value={next} />
        <TextField
          name="code"
          label="Code"
          hint="Or one of your backup codes"
          autoComplete="one-time-code"
          inputMode="text"
          error={errors.code}
        />
        <Button type="submit">Continue</Button>
      </Form>
    </AuthLayout>
  );
}
