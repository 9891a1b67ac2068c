import { Scale } from "lucide-react";
import { DateField } from "#app/components/date-field.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { GuardedTextField } from "#app/components/guarded-text.tsx";
import { type FormAnswer, OwnForm } from "#app/components/own-form.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import type { RaterConflictsPage as Page, RaterConflictItem } from "../rater-conflict.types.ts";

export function RaterConflictsPage({
  page,
  newId,
  answer,
}: {
  page: Page;
  newId: string;
  answer: FormAnswer;
}) {
  const options = (people: { id: string; name: string }[]) =>
    people.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <PageHeader
        title="Conflicts of interest"
        breadcrumb={[{ label: "Schedules", to: "/schedules" }]}
        intro="Who does not rate whom, and why. Reviews that are open or to come get another rater, or say that nobody qualifies; a review that was begun stays with its rater."
      />
      <div className="mb-6">
        <OwnForm
          key={newId}
          intent="record"
          label="Record a conflict"
          submitLabel="Record it"
          answer={answer}
          hidden={{ id: newId }}
        >
          {(field) => (
            <>
              <SelectField
                {...field("raterId")}
                label="Rater"
                placeholder="Choose a rater"
                options={options(page.raters)}
              />
              <SelectField
                {...field("subjectId")}
                label="Coach or coachee"
                placeholder="Choose a person"
                options={options(page.subjects)}
              />
              <div className="grid gap-4 sm:grid-cols-2">
                <DateField {...field("startsOn", page.today)} label="From" required />
                <DateField {...field("endsOn")} label="No longer from" optional />
              </div>
              <GuardedTextField
                {...field("reason")}
                label="What it is"
                hint="Such as: worked as one team until May"
                maxLength={500}
                required
              />
            </>
          )}
        </OwnForm>
      </div>
      {page.conflicts.length === 0 ? (
        <EmptyState icon={Scale} title="No conflict is recorded">
          Raters are chosen among everybody who is certified and independent.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line rounded-card border border-line bg-surface">
          {page.conflicts.map((conflict) => (
            <Conflict key={conflict.id} conflict={conflict} today={page.today} answer={answer} />
          ))}
        </ul>
      )}
    </>
  );
}

function Conflict({
  conflict,
  today,
  answer,
}: {
  conflict: RaterConflictItem;
  today: string;
  answer: FormAnswer;
}) {
  const { id, raterName, subjectName, startsOn, endsOn, reason } = conflict;
  const isOver = endsOn !== null && endsOn <= today;
  return (
    <li className="grid gap-1 px-4 py-3 md:px-5">
      <p className={isOver ? "text-ink-muted" : "font-semibold"}>
        {raterName} does not rate {subjectName}
      </p>
      <p className="text-[0.9375rem] text-ink-muted">
        From {formatDay(startsOn)}
        {endsOn === null ? "" : `, no longer from ${formatDay(endsOn)}`} · {reason}
      </p>
      {isOver ? null : (
        <OwnForm
          intent="end"
          about={id}
          label={`Let it end${endsOn === null ? "" : " on another day"}`}
          submitLabel="Save"
          answer={answer}
        >
          {(field) => <DateField {...field("endsOn", endsOn ?? today)} label="No longer from" required />}
        </OwnForm>
      )}
    </li>
  );
}
