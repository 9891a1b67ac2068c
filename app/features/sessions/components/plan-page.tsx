import { Form, Link } from "@remix-run/react";
import { CalendarPlus, Repeat } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { zoneWords } from "#app/time/zone-words.ts";
import { MODALITY_LABELS, STATUS_LABELS } from "../session.codes.ts";
import { firstValue } from "../session-form-values.ts";
import { clockMinutes, clockTime } from "../session-plan.clock.ts";
import type { PlanPage as Page, PlanItem } from "../session-plan.types.ts";
import { repeatWords, spanWords } from "../session-plan-words.ts";
import { OverlapWarning } from "./overlap-warning.tsx";
import { type PlanAnswer, PlanForm } from "./plan-form.tsx";
import { statusTone } from "./session-list.tsx";

const namesOf = ({ people }: PlanItem) => people.map(({ name }) => name).join(", ");

/** "09:00–10:00 Pacific Time, Phone, from 17 Nov 2026" */
function timeWords(plan: PlanItem): string {
  const until = clockTime(clockMinutes(plan.startTime) + plan.minutes);
  return `${plan.startTime}–${until} ${zoneWords(plan.zone)}, ${MODALITY_LABELS[plan.modality].toLowerCase()}, ${spanWords(plan)}`;
}

export function PlanList({ plans }: { plans: readonly PlanItem[] }) {
  return (
    <>
      <PageHeader
        title="Recurring plans"
        breadcrumb={[{ label: "Calendar", to: "/calendar" }]}
        intro="Their sessions stand in the calendar thirteen weeks ahead."
        actions={
          <ButtonLink to="/calendar/new" icon={CalendarPlus}>
            Plan sessions
          </ButtonLink>
        }
      />
      {plans.length === 0 ? (
        <EmptyState title="Nothing repeats yet" icon={Repeat}>
          Plan a session and choose weekly or monthly: it stands here, and its sessions in the calendar.
        </EmptyState>
      ) : (
        <ul className="grid gap-4 md:grid-cols-2">
          {plans.map((plan) => (
            <li key={plan.id} className="flex *:grow">
              <Card headingLevel={2} title={namesOf(plan)} to={`/calendar/plans/${plan.id}`}>
                <p className="font-medium">{repeatWords(plan)}</p>
                <p className="text-ink-muted">{timeWords(plan)}</p>
                <p className="mt-1">Next: {plan.nextOn ? formatDay(plan.nextOn) : "none ahead"}</p>
              </Card>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** A plan: its sessions ahead, a change from a day on, and its end. */
export function PlanPage({ page, answer }: { page: Page; answer?: PlanAnswer }) {
  const { plan, sessions, from, form, hasEnded } = page;
  return (
    <>
      <PageHeader
        title={`Plan with ${namesOf(plan)}`}
        breadcrumb={[
          { label: "Calendar", to: "/calendar" },
          { label: "Recurring plans", to: "/calendar/plans" },
        ]}
        meta={
          <>
            <span>{repeatWords(plan)}</span>
            <span>{timeWords(plan)}</span>
            {hasEnded ? <Badge tone="neutral">Ended</Badge> : null}
          </>
        }
      />
      <OverlapWarning overlaps={page.overlaps} isSeries />
      <Section title="Sessions ahead" description={`As far as ${formatDay(page.horizonOn)}.`}>
        {sessions.length === 0 ? (
          <EmptyState title="None ahead">
            Those of the past stand in the calendar and in the list of sessions.
          </EmptyState>
        ) : (
          <ul className="grid max-w-2xl divide-y divide-line rounded-card border border-line bg-surface">
            {sessions.map(({ id, on, occurrenceOn, status, isMoved, movedTo }) => (
              <li key={id}>
                <Link
                  to={`/sessions/${id}`}
                  className="flex min-h-11 flex-wrap items-center justify-between gap-x-3 gap-y-1 px-4 py-2 hover:bg-sunken"
                >
                  <span>
                    <span className="text-accent">{formatDay(on)}</span>
                    {isMoved ? (
                      <span className="text-ink-muted"> instead of {formatDay(occurrenceOn)}</span>
                    ) : null}
                  </span>
                  <Badge tone={statusTone(status)}>
                    {status === "rescheduled" && movedTo
                      ? `Moved to ${formatDay(movedTo)}`
                      : STATUS_LABELS[status]}
                  </Badge>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Section>
      {hasEnded ? null : (
        <>
          <Section
            title="Change the plan"
            description={`From ${formatDay(from)} on, or from the day you choose. Sessions that you moved, held or called off stay as they are.`}
          >
            <PlanForm
              page={form}
              answer={answer?.intent === "save" ? answer : undefined}
              purpose="change"
              rowVersion={plan.rowVersion}
            />
          </Section>
          <EndForm page={page} answer={answer?.intent === "end" ? answer : undefined} />
        </>
      )}
    </>
  );
}

function EndForm({ page: { plan, today }, answer }: { page: Page; answer?: PlanAnswer }) {
  return (
    <Section
      title="End the plan"
      description="What nobody has touched after its last day goes out of the calendar, and calendars that are subscribed cancel it."
    >
      <Form method="post" noValidate className="grid max-w-2xl gap-4">
        <ErrorSummary
          errors={answer?.fieldErrors}
          general={answer && !answer.fieldErrors ? [answer.message] : null}
        />
        <input type="hidden" name="intent" value="end" />
        <input type="hidden" name="rowVersion" value={plan.rowVersion} />
        <DateField
          name="lastOn"
          label="Last day"
          required
          defaultValue={answer ? firstValue(answer.values, "lastOn") : today}
          error={answer?.fieldErrors?.lastOn}
        />
        <div>
          <Button variant="danger">End the plan</Button>
        </div>
      </Form>
    </Section>
  );
}
