import { DescriptionList } from "#app/components/description-list.tsx";
import { PrintSheet } from "#app/components/print-sheet.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import {
  ACKNOWLEDGEMENT_LABELS,
  isDelivered,
  PROGRESS_LABELS,
  STATUS_LABELS,
  STEP_STATUS_LABELS,
} from "../session.codes.ts";
import type { Conversation, SessionFacts, SessionPage } from "../session.types.ts";
import { detailItems, Facts, wordsOf } from "./session-facts.tsx";

/** A session on paper, with what the viewer may see. The private note is for the screen of its author. */
export function SessionPrint({ page }: { page: SessionPage }) {
  const { session, conversation, viewer } = page;
  const names = session.attendees.map(({ name }) => name).join(", ");
  return (
    <PrintSheet
      title={viewer === "coachee" ? `Session with ${session.coach.name}` : `Session with ${names}`}
      facts={[
        session.siteName,
        formatDay(session.sessionOn),
        `Coach ${session.coach.name}`,
        STATUS_LABELS[session.status],
        ...(isDelivered(session.status) ? [ACKNOWLEDGEMENT_LABELS[session.acknowledgement]] : []),
        ...(session.isImported ? ["Imported from an earlier log"] : []),
      ]}
      back={{ to: `/sessions/${session.id}`, label: "Back to the session" }}
      footer={`Printed ${formatDay(page.today)}, version ${session.rowVersion} of the record. For coaching, not for evaluating a person.`}
    >
      <Facts session={session} />
      {session.status === "scheduled" ? null : conversation ? (
        <Shared conversation={conversation} session={session} />
      ) : (
        <p className="mt-6">
          {viewer === "coachee"
            ? "Summary and agreed steps are for those who were there and are not on this sheet."
            : "Summary, goals, action steps and notes stay between coaches and coachee and are not on this sheet."}
        </p>
      )}
    </PrintSheet>
  );
}

function Shared({ conversation, session }: { conversation: Conversation; session: SessionFacts }) {
  const details = detailItems(conversation, session);
  const { summary, progress, reviews, steps, words } = conversation;
  return (
    <div className="mt-6">
      <Section title="Shared summary">
        <p className="whitespace-pre-line">{summary ?? "No summary was written."}</p>
      </Section>
      <List
        title="Goals and earlier steps"
        items={[
          ...progress.map(
            (made) =>
              `${wordsOf({ words: made.title, personId: made.personId }, session)}: ${PROGRESS_LABELS[made.progress]}${made.selfScale === null ? "" : `, rated ${made.selfScale} of 10`}`,
          ),
          ...reviews.map(
            ({ what, personId, status, dropReason }) =>
              `${wordsOf({ words: what, personId }, session)}: ${STEP_STATUS_LABELS[status]}${dropReason ? `, because: ${dropReason}` : ""}`,
          ),
        ]}
      />
      <List
        title="Agreed steps"
        items={steps.map(
          (step) =>
            `${step.what} (${step.ownerName}${step.dueOn ? `, by ${formatDay(step.dueOn)}` : ""}${step.supportNeeded ? `, support: ${step.supportNeeded}` : ""}): ${STEP_STATUS_LABELS[step.status]}`,
        )}
      />
      {details.length > 0 ? (
        <Section title="Between coaches and coachee">
          <DescriptionList items={details} />
        </Section>
      ) : null}
      <List
        title="Acknowledgement"
        items={words.map(
          (word) =>
            `${word.state ? `${word.personName}: ${ACKNOWLEDGEMENT_LABELS[word.state].toLowerCase()}` : `${session.coach.name} answered ${word.personName}`} on ${formatDay(word.on)}${word.isOutdated ? ", before the record was changed" : ""}${word.comment ? `. ${word.comment}` : ""}`,
        )}
      />
    </div>
  );
}

/** Nothing at all when there are no items. */
function List({ title, items }: { title: string; items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <Section title={title}>
      <ul className="list-disc pl-5">
        {items.map((item) => (
          <li key={item} className="break-inside-avoid">
            {item}
          </li>
        ))}
      </ul>
    </Section>
  );
}
