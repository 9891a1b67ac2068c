import { CalendarClock, Clock3, EyeOff, Lock, NotebookPen, PencilLine, Printer, Users } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { DescriptionList } from "#app/components/description-list.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { formatMonth } from "#app/time/format-day.ts";
import { LATE_NOTICE_HOURS } from "#fidelity/dosage/limits.ts";
import { isDelivered, PROGRESS_LABELS, STATUS_LABELS, STEP_STATUS_LABELS } from "../session.codes.ts";
import type { Conversation, SessionPage as Page, SessionFacts, Word } from "../session.types.ts";
import { AcknowledgeForm, type SessionAnswer } from "./acknowledge-form.tsx";
import { OverlapWarning } from "./overlap-warning.tsx";
import { detailItems, Facts, wordsOf } from "./session-facts.tsx";
import { SessionHistory, SessionOpenings } from "./session-history.tsx";
import { SessionMarks, statusTone } from "./session-list.tsx";
import { SessionPlace } from "./session-place.tsx";
import { Disputes, repliesTo, SessionWords } from "./session-words.tsx";
import { StepList } from "./step-list.tsx";

const HOME = {
  coach: { label: "Sessions", to: "/sessions" },
  co_coach: { label: "Sessions", to: "/sessions" },
  coachee: { label: "My coaching", to: "/my-coaching" },
  present: null,
  oversight: { label: "Rollout", to: "/rollout" },
} as const;

export function SessionPage({ page, answer }: { page: Page; answer?: SessionAnswer }) {
  const { session, viewer, permissions, conversation } = page;
  const home = HOME[viewer];
  const names = session.attendees.map(({ name }) => name).join(", ");
  const own =
    viewer === "coachee"
      ? conversation?.words.find(({ isLast, isOutdated }) => isLast && !isOutdated)
      : undefined;
  return (
    <>
      <PageHeader
        title={viewer === "coachee" ? `Session with ${session.coach.name}` : `Session with ${names}`}
        breadcrumb={home ? [home] : undefined}
        meta={
          <>
            <span>{formatDay(session.sessionOn)}</span>
            <Badge tone={statusTone(session.status)}>{STATUS_LABELS[session.status]}</Badge>
            <SessionMarks session={session} />
            {viewer === "co_coach" ? <Badge tone="info">You co-coached</Badge> : null}
            {viewer === "present" ? <Badge tone="info">You were there</Badge> : null}
            {session.noticeHours !== null && session.noticeHours < LATE_NOTICE_HOURS ? (
              <Badge tone="caution" icon={Clock3}>
                Called off late
              </Badge>
            ) : null}
          </>
        }
        actions={
          <>
            <ButtonLink to={`/sessions/${session.id}/print`} icon={Printer} variant="secondary">
              Print
            </ButtonLink>
            {permissions.canComplete ? (
              <>
                <ButtonLink to={`/sessions/${session.id}/planned`} icon={CalendarClock} variant="secondary">
                  Move or call off
                </ButtonLink>
                {session.sessionOn > page.today ? null : (
                  <ButtonLink to={`/sessions/${session.id}/edit`} icon={NotebookPen}>
                    Log this planned session
                  </ButtonLink>
                )}
              </>
            ) : permissions.canEdit || permissions.canAmend ? (
              <ButtonLink to={`/sessions/${session.id}/edit`} icon={PencilLine} variant="secondary">
                {permissions.canAmend ? "Amend" : "Edit"}
              </ButtonLink>
            ) : null}
          </>
        }
      />
      <OverlapWarning overlaps={page.overlaps} />
      {permissions.canAcknowledge && !isSettled(own) ? (
        <AcknowledgeForm
          session={session}
          known={[session.coach.name, names]}
          said={own?.state === "disputed" ? repliesTo(conversation?.words ?? [], own) : null}
          answer={answer}
        />
      ) : null}
      <Disputes page={page} answer={answer} />
      <Section
        title={session.status === "scheduled" ? "What is planned" : "What was recorded"}
        className="max-w-3xl"
      >
        <Facts session={session} />
        <SessionPlace page={page} />
        <EntryWords session={session} />
      </Section>
      {session.status === "scheduled" ? null : conversation ? (
        <Shared conversation={conversation} page={page} />
      ) : (
        <div className="mt-8 max-w-3xl">
          {viewer === "coachee" ? (
            <Callout title="You were not there">
              The summary and what was agreed are for those who were. Your own goals and steps stand on your
              page, and the dose counts nothing for you here.
            </Callout>
          ) : (
            <Callout title="What is not shown here">
              The summary, goals, action steps and notes stay between coaches and coachee, so that coaching
              can be honest. You see that it took place, how long it was and what it was about. None of it is
              meant for evaluating a person.
            </Callout>
          )}
        </div>
      )}
      <SessionHistory history={page.history} labels={page.labels} />
      <SessionOpenings openings={page.openings} />
      {viewer === "coach" && session.status !== "scheduled" ? (
        <p className="mt-8 flex gap-2 text-sm text-ink-muted">
          <Lock aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          {session.isLocked
            ? `Locked after ${formatDay(session.editableUntil)}. You can still amend it with a reason: what it said before stays beside it, and the acknowledgement is asked for again.`
            : `You can change this record until ${formatDay(session.editableUntil)}.${isDelivered(session.status) ? " A change asks for the acknowledgement again." : ""}`}
        </p>
      ) : null}
    </>
  );
}

/** The coachee's word on the record as it stands needs no other. */
function isSettled(own: Word | undefined): boolean {
  return own !== undefined && own.state !== "disputed";
}

/** When it was written and received, and what that means for figures that were shown before. */
function EntryWords({ session }: { session: SessionFacts }) {
  const { entryLagDays, receivedLagDays, isLate, isEnteredAfterLock, isClockDoubtful, isImported } = session;
  const isPlain = !isLate && !isEnteredAfterLock && !isClockDoubtful && !isImported;
  if (isPlain && receivedLagDays === entryLagDays) return null;
  const received =
    receivedLagDays === entryLagDays
      ? ""
      : `, and received ${daysAfter(receivedLagDays)}, when there was a connection`;
  return (
    <p className="mt-3 flex gap-2 text-sm text-ink-muted">
      <Clock3 aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <span>
        {isImported ? "Imported from an earlier log, so nobody was asked to acknowledge it. " : ""}
        Written {daysAfter(entryLagDays)}
        {received}
        {isEnteredAfterLock
          ? `. The records of ${formatMonth(session.sessionOn)} were locked by then: today's figures of that month changed, and what was released stands.`
          : "."}
        {isClockDoubtful ? " The clock of the device cannot have been right." : ""}
      </span>
    </p>
  );
}

function daysAfter(days: number): string {
  if (days === 0) return "on the day of the session";
  return days === 1 ? "a day after the session" : `${days} days after the session`;
}

function Shared({ conversation, page }: { conversation: Conversation; page: Page }) {
  const { viewer, session, privateNote, today } = page;
  const coaches = session.companions.filter(({ role }) => role === "co_coach");
  const coachees = session.attendees.filter(
    ({ attendance }) => !isDelivered(session.status) || attendance === "full" || attendance === "partial",
  );
  const parties = [session.coach, ...coaches, ...coachees].map(({ name }) => name);
  return (
    <div className="mt-8 max-w-3xl md:mt-10">
      <Section
        title="Shared summary"
        description={
          <span className="flex gap-1.5">
            <Users aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
            {parties.join(", ")}
            {viewer === "coachee" && session.format !== "individual" ? " and the others coached in it" : ""}{" "}
            see this. An administrator may open it in a safety case, and coach and coachee would be told.
          </span>
        }
      >
        {conversation.summary ? (
          <p className="max-w-prose whitespace-pre-line">{conversation.summary}</p>
        ) : (
          <p className="text-ink-muted">No summary was written.</p>
        )}
      </Section>
      {conversation.progress.length > 0 || conversation.reviews.length > 0 ? (
        <Section title="Goals and earlier steps">
          <ul className="grid gap-1.5">
            {conversation.progress.map((made) => (
              <li key={made.goalId}>
                {wordsOf({ words: made.title, personId: made.personId }, session)}:{" "}
                <strong>{PROGRESS_LABELS[made.progress]}</strong>
                {made.selfScale === null ? "" : `, rated ${made.selfScale} of 10`}
              </li>
            ))}
            {conversation.reviews.map((review) => (
              <li key={review.stepId}>
                {wordsOf({ words: review.what, personId: review.personId }, session)}:{" "}
                <strong>{STEP_STATUS_LABELS[review.status]}</strong>
                {review.dropReason ? `, because: ${review.dropReason}` : ""}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {conversation.steps.length > 0 || isDelivered(session.status) ? (
        <Section title="Agreed steps">
          {conversation.steps.length > 0 ? (
            <StepList steps={conversation.steps} today={today} />
          ) : (
            <p className="text-ink-muted">No step was agreed.</p>
          )}
        </Section>
      ) : null}
      <Details conversation={conversation} session={session} />
      <SessionWords words={conversation.words} coachName={session.coach.name} />
      {viewer === "coach" ? (
        <Section
          title="Private note"
          description={
            <span className="flex gap-1.5">
              <EyeOff aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
              For you alone, encrypted. It still belongs to your agency: an administrator may open it in a
              safety case, and you would be told; whoever runs the system could; and it may be a public
              record.
            </span>
          }
        >
          {page.isNoteGone ? (
            <p className="text-ink-muted">
              The key of this note was destroyed: nobody can read it any more, you neither.
            </p>
          ) : privateNote ? (
            <p className="max-w-prose whitespace-pre-line">{privateNote}</p>
          ) : (
            <p className="text-ink-muted">You wrote none.</p>
          )}
        </Section>
      ) : null}
    </div>
  );
}

/** Facts that only the parties see. */
function Details({ conversation, session }: { conversation: Conversation; session: SessionFacts }) {
  const items = detailItems(conversation, session);
  if (items.length === 0) return null;
  return (
    <Section title="Between you">
      <DescriptionList items={items} />
    </Section>
  );
}
