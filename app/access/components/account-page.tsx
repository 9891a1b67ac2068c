import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { type Answer, fieldErrorsOf, generalErrorOf } from "#app/components/answer.ts";
import { Badge } from "#app/components/badge.tsx";
import { Button } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { Card } from "#app/components/card.tsx";
import { DescriptionList } from "#app/components/description-list.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Section } from "#app/components/section.tsx";
import { TextField } from "#app/components/text-field.tsx";

export interface AccountPageProps {
  name: string;
  email: string;
  programName: string;
  roles: { label: string; sites: number; units: number }[];
  hasSecondFactor: boolean;
  answer:
    | Answer
    | { ok: true; qrCode: string; secret: string; backupCodes: string[] }
    | { ok: true; changed: boolean };
  /** Further sections. */
  children?: ReactNode;
}

export function AccountPage({
  name,
  email,
  programName,
  roles,
  hasSecondFactor,
  answer,
  children,
}: AccountPageProps) {
  const setup = answer && "qrCode" in answer ? answer : null;
  const refused: Answer = answer && !("qrCode" in answer) && !("changed" in answer) ? answer : undefined;
  const errors = fieldErrorsOf(refused);
  return (
    <>
      <PageHeader title="Account and security" />
      <div className="max-w-3xl">
        <Section title="You">
          <Card>
            <DescriptionList
              items={[
                { label: "Name", value: name },
                { label: "E-mail", value: email },
                { label: "Program", value: programName },
                {
                  label: "Roles",
                  value: roles.length ? (
                    <ul>
                      {roles.map((role) => (
                        <li key={`${role.label}-${role.sites}-${role.units}`}>
                          {role.label}, {reachOf(role)}
                        </li>
                      ))}
                    </ul>
                  ) : (
                    "None today. An administrator of your program can give you one."
                  ),
                },
              ]}
            />
          </Card>
        </Section>
        <Section title="Second step at sign-in">
          <Card>
            <div className="grid gap-4">
              <div className="flex flex-wrap items-center gap-3">
                <Badge tone={hasSecondFactor ? "positive" : "neutral"}>
                  {hasSecondFactor ? "On" : "Off"}
                </Badge>
                <p className="text-ink-muted">
                  {hasSecondFactor
                    ? "After your password we ask for a code from your authenticator app."
                    : "Ask for a code from an authenticator app after the password."}
                </p>
              </div>
              <ErrorSummary errors={errors} general={generalErrorOf(refused)} />
              {setup ? <SetupSteps setup={setup} error={errors.code} /> : null}
              {!setup ? (
                <Form method="post" className="grid max-w-sm gap-4" noValidate>
                  <TextField
                    name="password"
                    type="password"
                    label="Your password"
                    autoComplete="current-password"
                    error={errors.password}
                  />
                  <Button
                    type="submit"
                    name="intent"
                    value={hasSecondFactor ? "end" : "begin"}
                    variant={hasSecondFactor ? "secondary" : "primary"}
                  >
                    {hasSecondFactor ? "Turn off the second step" : "Set up the second step"}
                  </Button>
                </Form>
              ) : null}
            </div>
          </Card>
        </Section>
        {children}
      </div>
    </>
  );
}

function reachOf({ sites, units }: { sites: number; units: number }): string {
  if (units) return units === 1 ? "one unit" : `${units} units`;
  return sites === 1 ? "one site" : `${sites} sites`;
}

function SetupSteps({
  setup,
  error,
}: {
  setup: { qrCode: string; secret: string; backupCodes: string[] };
  error: string[] | undefined;
}) {
  return (
    <div className="grid gap-5">
      <p>1. Scan this with your authenticator app, or type the key into it.</p>
      <img
        src={setup.qrCode}
        alt="QR code of the key below"
        className="size-48 rounded-control bg-white p-2"
      />
      <code className="break-all select-all">{setup.secret}</code>
      <Callout tone="caution" title="2. Keep these backup codes somewhere safe">
        <p>Each works once, when the phone is not at hand. They are not shown again.</p>
        <ul className="mt-2 grid grid-cols-2 gap-1 font-mono">
          {setup.backupCodes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
      </Callout>
      <Form method="post" className="grid max-w-sm gap-4" noValidate>
        <TextField
          name="code"
          label="3. Enter the six digits the app shows now"
          inputMode="numeric"
          autoComplete="one-time-code"
          error={error}
        />
        <Button type="submit" name="intent" value="confirm">
          Turn on the second step
        </Button>
      </Form>
    </div>
  );
}
