import { Link } from "@remix-run/react";
import { MessageSquareWarning } from "lucide-react";
import { Callout } from "#app/components/callout.tsx";
import { DateField } from "#app/components/date-field.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { GuardedTextField } from "#app/components/guarded-text.tsx";
import { type FormAnswer, OwnForm } from "#app/components/own-form.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import type { Complaint, ComplaintsPage as Page } from "../complaint.types.ts";

const REVIEW_WORDS = {
  none: "No review has come of it yet",
  ahead: "A review is planned or open",
  begun: "Its review was begun or done",
} as const;

export function ComplaintsPage({ page, newId, answer }: { page: Page; newId: string; answer: FormAnswer }) {
  return (
    <>
      <PageHeader
        title="Complaints"
        breadcrumb={[{ label: "Schedules", to: "/schedules" }]}
        intro="Record here that a complaint was made about a coach, and when. Only leads of the coach’s site read it, never the coach. Whoever does the review that follows is not told why it was asked for, so that it does not colour what they see."
      />
      <div className="mb-6 grid gap-4">
        <Callout
          title={page.rules.length > 0 ? "What follows" : "Nothing follows yet"}
          actions={
            page.rules.length > 0 ? undefined : (
              <Link to="/schedules/new" className="link">
                Add a rule
              </Link>
            )
          }
        >
          {page.rules.length > 0
            ? `A review by the ${page.rules.length === 1 ? "rule" : "rules"} ${page.rules.map((title) => `“${title}”`).join(", ")}, planned within minutes. Whoever reviews reads the name of a rule: give it one that does not say why.`
            : "No rule asks for a review after a complaint, so recording one changes nothing. A rule that follows events, with complaints among them, does that."}
        </Callout>
        <OwnForm
          key={newId}
          intent="record"
          label="Record a complaint"
          submitLabel="Record it"
          answer={answer}
          hidden={{ id: newId }}
        >
          {(field) => (
            <>
              <SelectField
                {...field("subjectId")}
                label="Coach"
                placeholder="Choose a coach"
                options={page.coaches.map(({ id, name }) => ({ value: id, label: name }))}
                required
              />
              <DateField {...field("happenedOn", page.today)} label="Made on" max={page.today} required />
              <GuardedTextField
                {...field("note")}
                label="What it is about"
                hint="A few neutral words, nothing of a family or a case. Such as: how meetings are prepared"
                maxLength={300}
                required
              />
            </>
          )}
        </OwnForm>
      </div>
      {page.complaints.length === 0 ? (
        <EmptyState icon={MessageSquareWarning} title="No complaint is recorded">
          Complaints about coaches at the sites you lead are listed here, the newest first.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line rounded-card border border-line bg-surface">
          {page.complaints.map((complaint) => (
            <Item key={complaint.id} complaint={complaint} answer={answer} />
          ))}
        </ul>
      )}
    </>
  );
}

function Item({ complaint, answer }: { complaint: Complaint; answer: FormAnswer }) {
  const { id, coachName, siteName, happenedOn, note, recordedByName, takenBackOn, review } = complaint;
  const isTakenBack = takenBackOn !== null;
  return (
    <li className="grid gap-1 px-4 py-3 md:px-5">
      <p className={isTakenBack ? "text-ink-muted" : "font-semibold"}>
        {coachName}, {formatDay(happenedOn)}
      </p>
      <p className="text-[0.9375rem] text-ink-muted">
        {note} · {siteName}
        {recordedByName ? ` · recorded by ${recordedByName}` : ""} ·{" "}
        {isTakenBack ? `taken back on ${formatDay(takenBackOn)}` : REVIEW_WORDS[review]}
      </p>
      {isTakenBack || review === "begun" ? null : (
        <OwnForm
          intent="take-back"
          about={id}
          label={
            <>
              Take back<span className="sr-only"> the record about {coachName}</span>
            </>
          }
          submitLabel="Take it back"
          answer={answer}
        >
          {() => (
            <p>The record stays visible here as taken back, and a review that it asked for is called off.</p>
          )}
        </OwnForm>
      )}
    </li>
  );
}
