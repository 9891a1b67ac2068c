import { Form, useNavigation } from "@remix-run/react";
import { FilePenLine, Printer } from "lucide-react";
import { type Answer, fieldErrorsOf, generalErrorOf } from "#app/components/answer.ts";
import { Badge } from "#app/components/badge.tsx";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { Checkbox } from "#app/components/checkbox.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import type { AgreementPage as Page, VersionItem } from "../agreement.types.ts";
import { STATE_WORDS, VERSION_WORDS } from "./agreement-words.ts";
import { VersionText } from "./version-text.tsx";

export function AgreementPage({ page, answer }: { page: Page; answer: Answer }) {
  const { coach, coachee, current, earlier, permissions, viewer } = page;
  const state = STATE_WORDS[page.state];
  const other = viewer === "coach" ? coachee.name : coach.name;
  return (
    <>
      <PageHeader
        title={
          viewer === "coach" || viewer === "coachee"
            ? `Agreement with ${other}`
            : `Agreement of ${coach.name} and ${coachee.name}`
        }
        breadcrumb={
          viewer === "coach"
            ? [
                { label: "My people", to: "/people" },
                { label: coachee.name, to: `/people/${coachee.id}` },
              ]
            : viewer === "coachee"
              ? [{ label: "My coaching", to: "/my-coaching" }]
              : []
        }
        meta={
          <>
            <span>{page.siteName}</span>
            <Badge tone={state.tone}>{state.word}</Badge>
            {current.isSupervisory ? <Badge tone="info">Supervisory coaching</Badge> : null}
          </>
        }
        actions={
          <>
            {permissions.canChange ? (
              <ButtonLink
                to={`/people/${coachee.id}/agreement`}
                icon={FilePenLine}
                variant={current.state === "draft" ? "primary" : "secondary"}
              >
                {current.state === "draft" ? "Go on writing" : "Write another version"}
              </ButtonLink>
            ) : null}
            <ButtonLink to={`/agreements/${page.id}/print`} icon={Printer} variant="secondary">
              Print
            </ButtonLink>
          </>
        }
      />
      <Notices page={page} />
      <Section
        title={`Version ${current.version}`}
        description={`${VERSION_WORDS[current.state]}, written ${formatDay(current.draftedOn)}`}
      >
        <div className="max-w-4xl rounded-card border border-line bg-surface px-4 py-2 md:px-5">
          <VersionText version={current} />
        </div>
      </Section>
      <Actions page={page} answer={answer} />
      {earlier.length > 0 ? (
        <Section
          title="Other versions"
          description="They stay as they were when they were put to the parties."
        >
          <ul className="grid max-w-4xl gap-3">
            {earlier.map((version) => (
              <li key={version.id}>
                <Earlier version={version} />
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  );
}

function Notices({ page }: { page: Page }) {
  return (
    <div className="mb-6 grid max-w-4xl gap-3 empty:hidden">
      {page.isSupervisoryUnsaid ? (
        <Callout tone="caution" title="You supervise this person now">
          What is said to the coach is known to the supervisor. Write another version, so that this is called
          supervisory coaching.
        </Callout>
      ) : null}
      {page.state === "ended" && page.endsOn ? (
        <Callout tone="info" title={`It ended on ${formatDay(page.endsOn)}`}>
          {page.endedByName ? `${page.endedByName} ended it. ` : ""}Others see the dose alone until another
          version is signed.
        </Callout>
      ) : null}
      {page.state !== "in-force" && page.state !== "ended" ? (
        <Callout tone="info" title="Nothing is in force yet">
          Until everybody named in a version has signed it, others see the dose alone.
        </Callout>
      ) : null}
    </div>
  );
}

function Actions({ page, answer }: { page: Page; answer: Answer }) {
  const { current, permissions } = page;
  const { formData } = useNavigation();
  const errors = fieldErrorsOf(answer);
  const isPosting = (intent: string) => formData?.get("intent") === intent;
  if (!permissions.canSign && !permissions.canWithdraw && !permissions.canEnd) return null;
  return (
    <div className="mt-6 grid max-w-4xl gap-4 print:hidden">
      <ErrorSummary errors={errors} general={generalErrorOf(answer)} />
      {permissions.canSign ? (
        <Form method="post" className="grid gap-2 rounded-card border border-accent bg-surface p-4">
          <input type="hidden" name="versionId" value={current.id} />
          <Checkbox
            name="agreed"
            label={`I have read version ${current.version} and agree to it`}
            hint="Your name, the day and the version are kept with it."
            error={errors.agreed?.[0]}
          />
          <Button
            name="intent"
            value="sign"
            className="justify-self-start"
            pending={isPosting("sign")}
            pendingLabel="Signing"
          >
            Sign version {current.version}
          </Button>
        </Form>
      ) : null}
      <div className="flex flex-wrap gap-3">
        {permissions.canWithdraw ? (
          <Form method="post">
            <input type="hidden" name="versionId" value={current.id} />
            <Button name="intent" value="withdraw" variant="secondary" pending={isPosting("withdraw")}>
              Take version {current.version} back
            </Button>
          </Form>
        ) : null}
        {permissions.canEnd ? (
          <details className="group">
            <summary className="link inline-flex min-h-control items-center font-medium">
              End this agreement
            </summary>
            <Form
              method="post"
              className="mt-2 grid max-w-prose gap-3 rounded-card border border-line bg-surface p-4"
            >
              <p>
                It does not hold any longer from today on, and others see the dose alone. Its text and
                signatures stay in the record. The coaching itself goes on as it is assigned.
              </p>
              <Button
                name="intent"
                value="end"
                variant="danger"
                className="justify-self-start"
                pending={isPosting("end")}
              >
                End it today
              </Button>
            </Form>
          </details>
        ) : null}
      </div>
    </div>
  );
}

function Earlier({ version }: { version: VersionItem }) {
  return (
    <details className="rounded-card border border-line bg-surface">
      <summary className="flex min-h-12 cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 hover:bg-sunken">
        <span className="font-medium">Version {version.version}</span>
        <span className="text-sm text-ink-muted">
          {VERSION_WORDS[version.state]}
          {version.signedOn ? ` on ${formatDay(version.signedOn, { weekday: false })}` : ""}
        </span>
        {version.isInForce ? <Badge tone="positive">in force</Badge> : null}
      </summary>
      <div className="border-t border-line px-4 py-2">
        <VersionText version={version} />
      </div>
    </details>
  );
}
