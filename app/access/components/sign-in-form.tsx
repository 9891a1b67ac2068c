import { Form, Link } from "@remix-run/react";
import { type Answer, fieldErrorsOf, generalErrorOf, typedValue } from "#app/components/answer.ts";
import { AuthLayout } from "#app/components/auth-layout.tsx";
import { Button } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { TextField } from "#app/components/text-field.tsx";

export interface SignInFormProps {
  next: string;
  problem: string | null;
  message: string | null;
  hasIdentityProvider: boolean;
  isDemo: boolean;
  answer: Answer;
}

const DEMO_ACCOUNTS = ["coach", "coachee", "supervisor", "lead", "evaluator", "planner", "admin"];

export function SignInForm({ next, problem, message, hasIdentityProvider, isDemo, answer }: SignInFormProps) {
  const errors = fieldErrorsOf(answer);
  return (
    <AuthLayout
      title="Sign in"
      footer={
        isDemo ? (
          <details>
            <summary className="min-h-6 cursor-pointer font-medium text-ink">Demo accounts</summary>
            <p className="mt-2">
              {DEMO_ACCOUNTS.map((role) => `${role}@demo.test`).join(", ")}, all with the password{" "}
              <code>throughline-demo</code>. Everybody in this program is invented.
            </p>
          </details>
        ) : (
          "Trouble signing in? The administrator of your program can help."
        )
      }
    >
      {message === "password-changed" ? (
        <Callout tone="positive">Your password has been changed. Sign in with the new one.</Callout>
      ) : null}
      {problem === "identity-provider" ? (
        <Callout tone="critical">
          Your agency’s sign-in did not finish, or no account here belongs to you. Try again, or ask your
          program’s administrator.
        </Callout>
      ) : null}
      <Form method="post" className="grid gap-5" noValidate>
        <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
        <input type="hidden" name="next" value={next} />
        <TextField
          name="email"
          type="email"
          label="E-mail"
          autoComplete="username"
          defaultValue={typedValue(answer, "email")}
          error={errors.email}
        />
        <TextField
          name="password"
          type="password"
          label="Password"
          autoComplete="current-password"
          error={errors.password}
        />
        <Button type="submit">Sign in</Button>
        <Link to="/forgot-password" className="link justify-self-start">
          Forgotten your password?
        </Link>
      </Form>
      {hasIdentityProvider ? (
        <a
          href={`/sign-in/identity-provider?next=${encodeURIComponent(next)}`}
          className="flex min-h-11 items-center justify-center rounded-control border border-line-strong px-4 font-semibold hover:bg-sunken"
        >
          Sign in with your agency account
        </a>
      ) : null}
    </AuthLayout>
  );
}
