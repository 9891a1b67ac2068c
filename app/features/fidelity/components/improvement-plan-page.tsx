import { Form, Link, useNavigation } from "@remix-run/react";
import { generalErrorOf } from "#app/components/answer.ts";
import { Badge } from "#app/components/badge.tsx";
import { Button } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { ChoiceChips } from "#app/components/choice-chips.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { DescriptionList } from "#app/components/description-list.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { GuardedTextArea, GuardedTextField } from "#app/components/guarded-text.tsx";
import { type FormAnswer, OwnForm } from "#app/components/own-form.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { PLAN_TEXT_LIMIT } from "../improvement.schema.ts";
import {
  IMPROVEMENT_DRIVERS,
  type ImprovementPlanPage as Page,
  SUPPORT_STATUSES,
  type SupportItem,
} from "../improvement.types.ts";
import { DRIVER_WORDS, helperWords, SUPPORT_WORDS, times } from "../improvement-words.ts";
import { formatPercent } from "../review-words.ts";
import { PlanBadge } from "./improvement-plans.tsx";
import { ResultBadge } from "./result.tsx";

interface Props {
  page: Page;
  /** For the next step that is added. */
  newId: string;
  answer: FormAnswer;
}

const day = (value: string) => formatDay(value, { weekday: false });

export function ImprovementPlanPage({ page, newId, answer }: Props) {
  const isOwn = page.viewer === "subject";
  return (
    <>
      <PageHeader
        title={isOwn ? "A plan to support my practice" : `Plan with ${page.subject.name}`}
        breadcrumb={[
          isOwn
            ? page.permissions.canOpenReview
              ? { label: "My coaching practice", to: "/my-fidelity" }
              : { label: "My coaching", to: "/my-coaching" }
            : { label: "Improvement plans", to: "/improvement-plans" },
        ]}
        meta={
          <>
            <PlanBadge plan={page} />
            <span>{page.siteName}</span>
            <span>{page.instrument}</span>
          </>
        }
        intro="It is there to help, not to judge: no part of a personnel file, and nothing follows from it but support."
      />
      <Notices page={page} answer={answer} />
      <Trigger page={page} isOwn={isOwn} />
      {page.isShared ? (
        <>
          <Agreement page={page} answer={answer} />
          <Supports page={page} newId={newId} answer={answer} />
          <Recheck page={page} answer={answer} />
          <Ending page={page} answer={answer} />
        </>
      ) : null}
    </>
  );
}

function Notices({ page, answer }: { page: Page; answer: FormAnswer }) {
  const { formData } = useNavigation();
  return (
    <div className="mb-6 grid max-w-4xl gap-3 empty:hidden">
      {page.permissions.canShare ? (
        <Callout
          title="You see this first"
          actions={
            <Form method="post" preventScrollReset>
              <Button
                name="intent"
                value="share"
                pending={formData?.get("intent") === "share"}
                pendingLabel="Showing"
              >
                I have read it: show it to my supervisor and lead
              </Button>
            </Form>
          }
        >
          Nobody else sees it yet. On {formatDay(page.sharedByItselfOn)} at the latest your supervisor and the
          program lead do, so that help comes in time.
        </Callout>
      ) : null}
      {page.superseded ? (
        <Callout tone="caution" title="The result has changed">
          {page.superseded}
          {page.permissions.canWithdraw ? " You can withdraw the proposal below." : ""}
        </Callout>
      ) : null}
      {page.course.needsSupportTeam && page.closedOn === null ? (
        <Callout tone="caution" title="Time for more people to look at it">
          {times(page.course.misses, "re-assessment")} stayed below the threshold. The support team looks at
          what the system, the training and the coaching can do differently.
        </Callout>
      ) : null}
      {page.state === "met" ? (
        <Callout tone="positive" title="The plan is met">
          {page.successesNeeded === 1
            ? "The re-assessment met the threshold."
            : `${times(page.successesNeeded, "re-assessment")} in a row met the threshold.`}{" "}
          The ordinary reviews go on as before.
        </Callout>
      ) : null}
      {page.closedReason ? (
        <Callout title={page.closedOn ? `Ended on ${formatDay(page.closedOn)}` : "Ended"}>
          {page.closedReason}
        </Callout>
      ) : null}
      {answer?.intent === "agree" || answer?.intent === "share" || answer?.intent === "mark" ? (
        <ErrorSummary errors={{}} general={generalErrorOf(answer)} />
      ) : null}
    </div>
  );
}

function Trigger({ page, isOwn }: { page: Page; isOwn: boolean }) {
  const { trigger } = page;
  const href = isOwn ? `/my-fidelity/${trigger.assessmentId}` : `/reviews/${trigger.assessmentId}`;
  return (
    <Section title="What led to it">
      <div className="grid max-w-4xl gap-3 rounded-card border border-line bg-surface p-4 shadow-card">
        <p className="flex flex-wrap items-center gap-2">
          {page.permissions.canOpenReview ? (
            <Link to={href} className="link">
              Review of {formatDay(trigger.on)}
            </Link>
          ) : (
            <span className="font-medium">Review of {formatDay(trigger.on)}</span>
          )}
          {trigger.raterName ? <span className="text-ink-muted">by {trigger.raterName}</span> : null}
          <ResultBadge result={trigger.result} percent={trigger.percent} />
        </p>
        {trigger.failing.length > 0 ? (
          <ul className="grid list-disc gap-1 pl-5">
            {trigger.failing.map(({ kind, label, percent }) => (
              <li key={`${kind} ${label}`}>
                {kind === "critical" ? "Critical item not met yet: " : "Section below the threshold: "}
                {label}
                {percent === null ? "" : `, ${formatPercent(percent)}`}
              </li>
            ))}
          </ul>
        ) : null}
        <p className="max-w-prose text-sm text-ink-muted">{page.trend}</p>
      </div>
    </Section>
  );
}

const sideWords = (agreedOn: string | null) => (agreedOn ? `agreed ${day(agreedOn)}` : "has not agreed yet");

function Agreement({ page, answer }: { page: Page; answer: FormAnswer }) {
  const { permissions, startsOn } = page;
  const { formData } = useNavigation();
  const isWritten = startsOn !== null;
  return (
    <Section
      title="What we agree on"
      description="First look at what around the work makes it hard: a result shows how well the system supports practice."
    >
      {isWritten ? (
        <div className="max-w-4xl rounded-card border border-line bg-surface px-4 py-2 shadow-card">
          <DescriptionList
            items={[
              { label: "What around the work makes it hard", value: <Text>{page.systemCauses}</Text> },
              {
                label: "Contributing drivers",
                value: page.drivers.map((driver) => DRIVER_WORDS[driver].label).join(", "),
              },
              { label: "What the re-assessment should show", value: <Text>{page.goals}</Text> },
              { label: "Owner", value: page.owner?.name ?? "Nobody" },
              { label: "Starts", value: formatDay(startsOn) },
              {
                label: "Re-assessment by",
                value: page.recheckDueOn ? formatDay(page.recheckDueOn) : "–",
              },
              {
                label: "Met when",
                value:
                  page.successesNeeded === 1
                    ? "one re-assessment meets the threshold, critical items included"
                    : `${page.successesNeeded} re-assessments in a row meet the threshold, critical items included`,
              },
              {
                label: "Agreement",
                value: `${page.viewer === "subject" ? "I" : page.subject.name}: ${sideWords(page.agreed.subject)} · ${page.viewer === "owner" ? "I" : (page.owner?.name ?? "owner")}: ${sideWords(page.agreed.owner)}`,
              },
            ]}
          />
        </div>
      ) : (
        <p className="max-w-prose text-ink-muted">
          Nothing is written yet. Write it together: {page.owner ? "" : "choose an owner, "}what makes it
          hard, what should be seen, until when.
        </p>
      )}
      <div className="mt-4 grid max-w-4xl gap-3 print:hidden">
        {permissions.canAgree ? (
          <Form method="post" preventScrollReset>
            <input type="hidden" name="rowVersion" value={page.rowVersion} />
            <Button
              name="intent"
              value="agree"
              pending={formData?.get("intent") === "agree"}
              pendingLabel="Agreeing"
            >
              I agree to this plan
            </Button>
          </Form>
        ) : null}
        {permissions.canWrite ? <ContentForm page={page} answer={answer} /> : null}
      </div>
    </Section>
  );
}

function Text({ children }: { children: string }) {
  return <span className="whitespace-pre-line">{children}</span>;
}

function ContentForm({ page, answer }: { page: Page; answer: FormAnswer }) {
  const isWritten = page.startsOn !== null;
  const own = answer?.intent === "save" ? answer : undefined;
  const typed = own?.values?.drivers;
  const chosen = own
    ? Array.isArray(typed)
      ? typed.map(String)
      : typed
        ? [String(typed)]
        : []
    : page.drivers;
  const start = page.startsOn ?? page.today;
  const recheck = page.recheckDueOn ?? addDays(parseCalendarDate(page.today), page.recheckDays);
  return (
    <OwnForm
      key={page.rowVersion}
      intent="save"
      label={isWritten ? "Change it: both are asked again" : "Write it down"}
      submitLabel="Save the plan"
      answer={answer}
      open={!isWritten}
      hidden={{ rowVersion: String(page.rowVersion) }}
    >
      {(field) => (
        <>
          <GuardedTextArea
            {...field("systemCauses", page.systemCauses)}
            label="What around the work makes it hard?"
            hint="Time, caseload, tools, rules, a vacancy: what no coach can change alone."
            rows={3}
            limit={PLAN_TEXT_LIMIT}
            known={[page.subject.name]}
            required
          />
          <ChoiceChips
            multiple
            name="drivers"
            id={field("drivers").id}
            label="Contributing drivers"
            hint="The system first; then what training, coaching and selection can do better."
            options={IMPROVEMENT_DRIVERS.map((value) => ({ value, ...DRIVER_WORDS[value] }))}
            defaultValue={chosen}
            error={field("drivers").error}
            required
          />
          <GuardedTextArea
            {...field("goals", page.goals)}
            label="What should the re-assessment show?"
            hint="What can be seen in a session, in the words of the items above."
            rows={3}
            limit={PLAN_TEXT_LIMIT}
            known={[page.subject.name]}
            required
          />
          <SelectField
            {...field("ownerId", page.owner?.id ?? "")}
            label="Who sees to the plan"
            placeholder="Choose an owner"
            options={page.owners.map(({ id, name }) => ({ value: id, label: name }))}
            required
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <DateField {...field("startsOn", start)} label="Starts" required />
            <DateField
              {...field("recheckDueOn", recheck)}
              label="Re-assessment by"
              hint="30 to 45 days after the start"
              required
            />
          </div>
        </>
      )}
    </OwnForm>
  );
}

function Supports({ page, newId, answer }: { page: Page; newId: string; answer: FormAnswer }) {
  const { supports, permissions } = page;
  const names = {
    ...{ subjectName: page.subject.name, ownerName: page.owner?.name ?? null, viewer: page.viewer },
  };
  return (
    <Section title="Steps and supports">
      {supports.length > 0 ? (
        <ul className="max-w-4xl divide-y divide-line rounded-card border border-line bg-surface shadow-card">
          {supports.map((support) => (
            <li
              key={support.id}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3"
            >
              <div className="min-w-0 grow basis-64">
                <p className="break-words">{support.what}</p>
                <p className="text-sm text-ink-muted">
                  {helperWords(support.helper, names)} · by {day(support.dueOn)}
                  {support.closedOn ? ` · closed ${day(support.closedOn)}` : ""}
                </p>
              </div>
              {permissions.canStep ? (
                <MarkSupport support={support} />
              ) : (
                <Badge tone={SUPPORT_WORDS[support.status].tone}>{SUPPORT_WORDS[support.status].word}</Badge>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <p className="max-w-prose text-ink-muted">
          Nothing is planned yet: joint sessions, watching a colleague, practice, time set free, a rule that
          is changed.
        </p>
      )}
      {permissions.canStep ? (
        <div className="mt-3">
          <OwnForm
            key={newId}
            intent="support"
            label="Add a step or a support"
            submitLabel="Add it"
            answer={answer}
            hidden={{ id: newId }}
          >
            {(field) => (
              <>
                <GuardedTextField
                  {...field("what")}
                  label="What helps"
                  maxLength={300}
                  known={[page.subject.name]}
                  required
                />
                <div className="grid gap-4 sm:grid-cols-2">
                  <SelectField
                    {...field("helper", "owner")}
                    label="Who sees to it"
                    options={(["owner", "subject", "program"] as const).map((value) => ({
                      value,
                      label: helperWords(value, names),
                    }))}
                  />
                  <DateField {...field("dueOn")} label="Until" required />
                </div>
              </>
            )}
          </OwnForm>
        </div>
      ) : null}
    </Section>
  );
}

function MarkSupport({ support }: { support: SupportItem }) {
  return (
    <Form method="post" preventScrollReset className="flex flex-wrap items-end gap-2">
      <input type="hidden" name="about" value={support.id} />
      <SelectField
        key={support.status}
        name="status"
        id={`status-${support.id}`}
        label={`State of: ${support.what}`}
        hideLabel
        defaultValue={support.status}
        options={SUPPORT_STATUSES.map((value) => ({ value, label: SUPPORT_WORDS[value].word }))}
      />
      <Button name="intent" value="mark" variant="secondary" size="small">
        Save
        <span className="sr-only"> the state of: {support.what}</span>
      </Button>
    </Form>
  );
}

function Recheck({ page, answer }: { page: Page; answer: FormAnswer }) {
  const { recheck, results, course, successesNeeded, permissions } = page;
  return (
    <Section title="Re-assessment">
      <div className="grid max-w-4xl gap-3">
        {page.isRecheckLate ? (
          <Callout tone="caution" title="The re-assessment is late">
            It was to take place by {page.recheckDueOn ? formatDay(page.recheckDueOn) : "now"}.
          </Callout>
        ) : null}
        {recheck ? (
          <p className="max-w-prose">
            The next review is open from {day(recheck.opensOn)} to {day(recheck.dueOn)}
            {recheck.raterName
              ? `, by ${recheck.raterName}${recheck.isOtherRater ? ", another rater than the first" : ""}`
              : ", its rater is chosen a month before"}
            .{" "}
            {recheck.isOwn
              ? "The schedule planned it because of the result above."
              : "It is the next one of the ordinary series: none is planned because of the result above."}{" "}
            {page.viewer === "subject" ? null : (
              <Link to={`/reviews/${recheck.assessmentId}`} className="link">
                Open it
              </Link>
            )}
          </p>
        ) : page.closedOn === null ? (
          <p className="max-w-prose text-ink-muted">
            No review is planned yet. A program lead can add a rule under Schedules that plans one after each
            result below the threshold.
          </p>
        ) : null}
        {results.length > 0 ? (
          <>
            <p className="max-w-prose">
              {times(course.metInARow, "re-assessment")} in a row met the threshold; {successesNeeded}{" "}
              {successesNeeded === 1 ? "is" : "are"} needed.
            </p>
            <ul className="divide-y divide-line rounded-card border border-line bg-surface shadow-card">
              {results.map((one) => (
                <li
                  key={one.assessmentId}
                  className="flex flex-wrap items-center justify-between gap-2 px-4 py-3"
                >
                  <span>
                    {formatDay(one.on)}
                    {one.raterName ? <span className="text-ink-muted"> by {one.raterName}</span> : null}
                  </span>
                  <ResultBadge result={one.result} percent={one.percent} />
                </li>
              ))}
            </ul>
          </>
        ) : null}
        {permissions.canSteer ? (
          <OwnForm intent="extend" label="Give it more time" submitLabel="Extend the plan" answer={answer}>
            {(field) => (
              <DateField
                {...field("recheckDueOn", addDays(parseCalendarDate(page.today), page.recheckDays))}
                label="Next re-assessment by"
                hint="30 to 45 days from today"
                required
              />
            )}
          </OwnForm>
        ) : null}
      </div>
    </Section>
  );
}

function Ending({ page, answer }: { page: Page; answer: FormAnswer }) {
  const { canSteer, canWithdraw } = page.permissions;
  if (!canSteer && !canWithdraw) return null;
  const intent = canSteer ? "close" : "withdraw";
  return (
    <div className="mt-6">
      <OwnForm
        intent={intent}
        label={canSteer ? "End it without having been met" : "Withdraw the proposal"}
        submitLabel={canSteer ? "End the plan" : "Withdraw it"}
        answer={answer}
      >
        {(field) => (
          <GuardedTextField
            {...field("reason")}
            label="Why"
            hint={`${page.subject.name} reads it.`}
            maxLength={500}
            known={[page.subject.name]}
            required
          />
        )}
      </OwnForm>
    </div>
  );
}
