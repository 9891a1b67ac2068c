import { Clock3, EyeOff, Lock, NotebookPen, PencilLine, Printer, Users } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { ButtonLink } from "#app/components/button.tsx";
import { Callout } from "#app/components/callout.tsx";
import { DescriptionList } from "#app/components/description-list.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import {
  ATTENDANCE_LABELS,
  BARRIER_LABELS,
  ESCALATION_LABELS,
  FORMAT_LABELS,
  isDelivered,
  MODALITY_LABELS,
  OBSERVATION_LABELS,
  PROGRESS_LABELS,
  STATUS_LABELS,
  STEP_STATUS_LABELS,
} from "../session.codes.ts";
import type { Conversation, SessionPage as Page, SessionFacts, Word } from "../session.types.ts";
import { AcknowledgeForm, type SessionAnswer } from "./acknowledge-form.tsx";
import { strategyWords } from "./change-words.ts";
import { SessionHistory, SessionOpenings } from "./session-history.tsx";
import { SessionMarks, statusTone } from "./session-list.tsx";
import { Disputes, SessionWords } from "./session-words.tsx";
import { StepList } from "./step-list.tsx";

const HOME = {
  coach: { label: "Sessions", to: "/sessions" },
  coachee: { label: "My coaching", to: "/my-coaching" },
  oversight: { label: "Rollout", to: "/rollout" },
} as const;

export function SessionPage({ page, answer }: { page: Page; answer?: SessionAnswer }) {
  const { session, viewer, permissions, conversation } = page;
  const names = session.attendees.map(({ name }) => name).join(", ");
  const own =
    viewer === "coachee"
      ? conversation?.words.find(({ isLast, isOutdated }) => isLast && !isOutdated)
      : undefined;
  return (
    <>
      <PageHeader
        title={viewer === "coachee" ? `Session with ${session.coach.name}` : `Session with ${names}`}
        breadcrumb={[HOME[viewer]]}
        meta={
          <>
            <span>{formatDay(session.sessionOn)}</span>
            <Badge tone={statusTone(session.status)}>{STATUS_LABELS[session.status]}</Badge>
            <SessionMarks session={session} />
          </>
        }
        actions={
          <>
            <ButtonLink to={`/sessions/${session.id}/print`} icon={Printer} variant="secondary">
              Print
            </ButtonLink>
            {permissions.canComplete ? (
              <ButtonLink to={`/sessions/${session.id}/edit`} icon={NotebookPen}>
                Log this planned session
              </ButtonLink>
            ) : permissions.canEdit || permissions.canAmend ? (
              <ButtonLink to={`/sessions/${session.id}/edit`} icon={PencilLine} variant="secondary">
                {permissions.canAmend ? "Amend" : "Edit"}
              </ButtonLink>
            ) : null}
          </>
        }
      />
      {permissions.canAcknowledge && !isSettled(own) ? (
        <AcknowledgeForm
          session={session}
          known={[session.coach.name, names]}
          isDisputed={own?.state === "disputed"}
          answer={answer}
        />
      ) : null}
      <Disputes page={page} answer={answer} />
      <Section
        title={session.status === "scheduled" ? "What is planned" : "What was recorded"}
        className="max-w-3xl"
      >
        <Facts session={session} />
        <EntryWords session={session} />
      </Section>
      {session.status === "scheduled" ? null : conversation ? (
        <Shared conversation={conversation} page={page} />
      ) : (
        <div className="mt-8 max-w-3xl">
          <Callout title="What is not shown here">
            The summary, goals, action steps and notes stay between coach and coachee, so that coaching can be
            honest. You see that it took place, how long it was and what it was about. None of it is meant for
            evaluating a person.
          </Callout>
        </div>
      )}
      <SessionHistory history={page.history} labels={page.labels} />
      <SessionOpenings openings={page.openings} />
      {viewer === "coach" && session.status !== "scheduled" ? (
        <p className="mt-8 flex gap-2 text-sm text-ink-muted">
          <Lock aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          {session.isLocked
            ? `Locked after ${formatDay(session.editableUntil)}. You can still amend it with a reason: what it said before stays beside it, and the acknowledgement is asked for again.`
            : `You can change this record until ${formatDay(session.editableUntil)}. A change asks for the acknowledgement again.`}
        </p>
      ) : null}
    </>
  );
}

/** The coachee's word on the record as it stands needs no other. */
function isSettled(own: Word | undefined): boolean {
  return own !== undefined && own.state !== "disputed";
}

/** What the marks of a record mean for figures that were shown before. */
function EntryWords({ session }: { session: SessionFacts }) {
  if (!session.isLate && !session.isEnteredAfterLock && !session.isImported) return null;
  const days = session.entryLagDays === 1 ? "1 day" : `${session.entryLagDays} days`;
  return (
    <p className="mt-3 flex gap-2 text-sm text-ink-muted">
      <Clock3 aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      {session.isImported
        ? "Imported from an earlier log, so nobody was asked to acknowledge it. Entered "
        : "Entered "}
      {days} after the session
      {session.isEnteredAfterLock
        ? `, when the records of ${session.sessionOn.slice(0, 7)} were locked: it restates the figures of that month.`
        : "."}
    </p>
  );
}

/** The structured facts, as pairs. */
export function Facts({ session }: { session: SessionFacts }) {
  const { minutes } = session;
  const isHeld = isDelivered(session.status);
  const named = [
    session.strengthNoted ? "a strength was named" : null,
    session.correctiveFeedback ? "something to change was named" : null,
    session.dataShared ? "data was shared" : null,
  ].filter(Boolean);
  const items = [
    {
      label: "Coach",
      value: session.coach.name + (session.isCoachCertified ? "" : " (not certified on this day)"),
    },
    {
      label: "People",
      value: session.attendees
        .map(({ name, attendance, minutes: there }) =>
          attendance === "full"
            ? name
            : `${name} (${ATTENDANCE_LABELS[attendance].toLowerCase()}${there === null ? "" : `, ${there} min`})`,
        )
        .join(", "),
    },
    { label: "Site", value: session.siteName },
    {
      label: "Time",
      value:
        session.startTime && session.endTime ? `${session.startTime}–${session.endTime}` : "Not recorded",
    },
    {
      label: "How",
      value: `${MODALITY_LABELS[session.modality]}, ${FORMAT_LABELS[session.format].toLowerCase()}`,
    },
    ...(session.statusReason ? [{ label: "Reason", value: session.statusReason }] : []),
    ...(isHeld
      ? [
          {
            label: "Dose",
            value: `${minutes.observation + minutes.meeting} minutes: observation ${minutes.observation}, meeting ${minutes.meeting}`,
          },
          {
            label: "Other time",
            value: `Preparation ${minutes.preparation}, travel ${minutes.travel}, documentation ${minutes.documentation} minutes`,
          },
          { label: "Observation", value: OBSERVATION_LABELS[session.observationKind] },
        ]
      : []),
    ...(isHeld
      ? [
          { label: "Focus", value: session.focus.map(({ label }) => label).join("; ") || "None" },
          { label: "Strategies", value: session.strategies.map(strategyWords).join("; ") || "None recorded" },
        ]
      : []),
    ...(named.length > 0 ? [{ label: "Feedback", value: sentence(named.join(", ")) }] : []),
    ...(session.barriers.length > 0
      ? [
          {
            label: "Stood in the way",
            value: session.barriers.map((barrier) => BARRIER_LABELS[barrier]).join(", "),
          },
        ]
      : []),
    ...(session.escalation === "none"
      ? []
      : [{ label: "Went further", value: ESCALATION_LABELS[session.escalation] }]),
    ...(session.nextSessionOn ? [{ label: "Next session", value: formatDay(session.nextSessionOn) }] : []),
  ];
  return <DescriptionList items={items} />;
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function Shared({ conversation, page }: { conversation: Conversation; page: Page }) {
  const { viewer, session, privateNote, today } = page;
  const other =
    viewer === "coach" ? session.attendees.map(({ name }) => name).join(", ") : session.coach.name;
  return (
    <div className="mt-8 max-w-3xl md:mt-10">
      <Section
        title="Shared summary"
        description={
          <span className="flex gap-1.5">
            <Users aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
            {other} and you see this. An administrator may open it in a safety case, and you would both be
            told.
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
                {made.title}: <strong>{PROGRESS_LABELS[made.progress]}</strong>
                {made.selfScale === null ? "" : `, rated ${made.selfScale} of 10`}
              </li>
            ))}
            {conversation.reviews.map((review) => (
              <li key={review.stepId}>
                {review.what}: <strong>{STEP_STATUS_LABELS[review.status]}</strong>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <Section title="Agreed steps">
        {conversation.steps.length > 0 ? (
          <StepList steps={conversation.steps} today={today} />
        ) : (
          <p className="text-ink-muted">No step was agreed.</p>
        )}
      </Section>
      <SessionWords words={conversation.words} coachName={session.coach.name} />
      {viewer === "coach" ? (
        <Section
          title="Private note"
          description={
            <span className="flex gap-1.5">
              <EyeOff aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
              Only you, encrypted. It may still be a public record, and an administrator may open it in a
              safety case: you would be told.
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
