import { Form, Link } from "@remix-run/react";
import { type Answer, fieldErrorsOf, generalErrorOf, typedValue } from "#app/components/answer.ts";
import { AuthLayout } from "#app/components/auth-layout.tsx";
import { Button } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { TextField } from "#app/components/text-field.tsx";

const backToSignIn = (
  <Link to="/sign-in" className="link">
    Back to sign in
  </Link>
);

export function ForgotPasswordForm({ answer }: { answer: Answer | { ok: true; sentTo: string } }) {
  if (answer && "sentTo" in answer)
    return (
      <AuthLayout title="Look into your mail" footer={backToSignIn}>
        <Callout tone="info">
          If {answer.sentTo} has an account, a link to choose a new password is on its way. It works for one
          hour.
        </Callout>
      </AuthLayout>
    );
  const errors = fieldErrorsOf(answer);
  return (
    <AuthLayout
      title="Forgotten password"
      intro="We send you a link to choose a new one."
      footer={backToSignIn}
    >
      <Form method="post" className="grid gap-5" noValidate>
        <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
        <TextField
          name="email"
          type="email"
          label="E-mail"
          autoComplete="username"
          defaultValue={typedValue(answer, "email")}
          error={errors.email}
        />
        <Button type="submit">Send the link</Button>
      </Form>
    </AuthLayout>
  );
}

export function ResetPasswordForm({ token, answer }: { token: string; answer: Answer }) {
  const errors = fieldErrorsOf(answer);
  return (
    <AuthLayout title="Choose a new password" footer={backToSignIn}>
      <Form method="post" className="grid gap-5" noValidate>
        <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
        <input type="hidden" name="token" value={token} />
        <TextField
          name="password"
          type="password"
          label="New password"
          hint="At least 12 characters. A few unrelated words make a good one."
          autoComplete="new-password"
          error={errors.password}
        />
        <Button type="submit">Save the password</Button>
      </Form>
    </AuthLayout>
  );
}
