import { DescriptionList } from "#app/components/description-list.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { NOT_HELD_REASON_LABELS } from "../not-held.codes.ts";
import {
  ATTENDANCE_LABELS,
  BARRIER_LABELS,
  COMPANION_LABELS,
  ESCALATED_TO_LABELS,
  ESCALATION_LABELS,
  FORMAT_LABELS,
  isDelivered,
  LONG_SESSION_HOURS,
  MODALITY_LABELS,
  needsReason,
  OBSERVATION_LABELS,
} from "../session.codes.ts";
import type { Conversation, SessionFacts } from "../session.types.ts";
import { strategyWords } from "./field-words.ts";
import { noticeWords } from "./notice-words.ts";

interface Item {
  label: string;
  value: string;
}

/** The structured facts, as pairs. */
export function Facts({ session }: { session: SessionFacts }) {
  return (
    <DescriptionList
      items={[
        ...peopleItems(session),
        ...timeItems(session),
        ...(isDelivered(session.status) ? contentItems(session) : []),
        ...outcomeItems(session),
      ]}
    />
  );
}

const given = (label: string, value: string | null): Item[] => (value ? [{ label, value }] : []);
const time = (start: string | null, end: string | null) => (start && end ? `${start}–${end}` : start);

function peopleItems({
  coach,
  isCoachCertified,
  attendees,
  companions,
  siteName,
  ...session
}: SessionFacts): Item[] {
  const people = attendees.map(({ name, attendance, minutes }) =>
    // Of what did not take place nobody was absent.
    attendance === "full" || !isDelivered(session.status)
      ? name
      : `${name} (${ATTENDANCE_LABELS[attendance].toLowerCase()}${minutes === null ? "" : `, ${minutes} min`})`,
  );
  return [
    { label: "Coach", value: coach.name + (isCoachCertified ? "" : " (not certified on this day)") },
    { label: "People", value: people.join(", ") },
    ...given(
      "Also there",
      companions.map(({ name, role }) => `${name} (${COMPANION_LABELS[role].toLowerCase()})`).join(", "),
    ),
    ...given("Cycle", sentence(cycleWords({ attendees, cycles: session.cycles }))),
    { label: "Site", value: siteName },
  ];
}

/** Which coaching cycle it was, for each of several people. */
function cycleWords({ attendees, cycles }: Pick<SessionFacts, "attendees" | "cycles">): string {
  const isOne = cycles.length === 1;
  return cycles
    .map(({ coacheeId, cycle, sessionInCycle }) => {
      const name = isOne ? "" : `${attendees.find(({ id }) => id === coacheeId)?.name ?? "Another person"}: `;
      return `${name}number ${cycle}, session ${sessionInCycle} in it`;
    })
    .join("; ");
}

function timeItems(session: SessionFacts): Item[] {
  const { startTime, endTime, plannedOn, plannedStart, plannedEnd, sessionOn, minutes } = session;
  const { knownOn, knownTime, noticeHours } = session;
  const plannedTime = time(plannedStart, plannedEnd);
  const isOtherDay = plannedOn !== null && plannedOn !== sessionOn;
  const isMoved = isOtherDay || plannedStart !== startTime || plannedEnd !== endTime;
  return [
    // What did not take place has no time of its own: it says what was planned.
    ...given(
      "Time",
      needsReason(session.status) && !startTime
        ? null
        : (time(startTime, endTime) ?? "Not recorded") +
            (session.isLong ? `, more than ${LONG_SESSION_HOURS} hours` : ""),
    ),
    ...given(
      "Planned for",
      isMoved && plannedTime ? `${isOtherDay ? `${formatDay(plannedOn)}, ` : ""}${plannedTime}` : null,
    ),
    {
      label: "How",
      value: `${MODALITY_LABELS[session.modality]}, ${FORMAT_LABELS[session.format].toLowerCase()}`,
    },
    ...given("Reason", session.notHeldReason && NOT_HELD_REASON_LABELS[session.notHeldReason]),
    ...given(session.notHeldReason ? "In words" : "Reason", session.statusReason),
    ...given("Known since", knownOn && `${formatDay(knownOn)}, ${knownTime}`),
    ...given("Notice", noticeHours === null ? null : noticeWords(noticeHours)),
    ...(isDelivered(session.status)
      ? [
          {
            label: "Dose",
            value: `${minutes.observation + minutes.meeting} minutes: observation ${minutes.observation}, meeting ${minutes.meeting}`,
          },
          {
            label: "Other time",
            value: `Preparation ${minutes.preparation}, travel ${minutes.travel}, documentation ${minutes.documentation} minutes`,
          },
        ]
      : []),
  ];
}

function contentItems(session: SessionFacts): Item[] {
  const named = [
    session.strengthNoted ? "a strength was named" : null,
    session.correctiveFeedback ? "something to change was named" : null,
    session.dataShared ? "data was shared" : null,
    session.feedbackAfterHours === null ? null : soonWords(session.feedbackAfterHours),
  ].filter(Boolean);
  return [
    { label: "Observation", value: OBSERVATION_LABELS[session.observationKind] },
    {
      label: "Focus",
      value: session.focus.map(({ label }) => label).join("; ") || "None",
    },
    { label: "Strategies", value: session.strategies.map(strategyWords).join("; ") || "None recorded" },
    ...given("Feedback", sentence(named.join(", "))),
  ];
}

function soonWords(hours: number): string {
  if (hours === 0) return "in the session";
  return hours === 1 ? "within an hour" : `within ${hours} hours`;
}

function outcomeItems(session: SessionFacts): Item[] {
  const { profileVersion, planVersion } = session;
  return [
    ...given("Stood in the way", session.barriers.map((barrier) => BARRIER_LABELS[barrier]).join(", ")),
    ...given("Next session", session.nextSessionOn && formatDay(session.nextSessionOn)),
    {
      label: "Versions",
      value: `Practice profile ${profileVersion}${planVersion === null ? "" : `, implementation plan ${planVersion}`}`,
    },
  ];
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A goal or step in its words; where several were coached, with the name of the person whose it is. */
export function wordsOf(
  { words, personId }: { words: string; personId?: string | undefined },
  { format, attendees }: Pick<SessionFacts, "format" | "attendees">,
): string {
  const owner = format === "individual" ? undefined : attendees.find(({ id }) => id === personId);
  return owner ? `${owner.name}, ${words}` : words;
}

/** Facts that coach, co-coaches and coachee alone see. */
export function detailItems(
  { detail }: Conversation,
  { escalation, modality, observationKind }: SessionFacts,
): Item[] {
  const isRecording = observationKind === "recorded" || modality === "recorded_review";
  const wentFurther =
    escalation && escalation !== "none"
      ? [
          ESCALATION_LABELS[escalation],
          detail?.escalatedOn ? `on ${formatDay(detail.escalatedOn)}` : null,
          detail?.escalatedTo ? `to: ${ESCALATED_TO_LABELS[detail.escalatedTo].toLowerCase()}` : null,
        ]
          .filter(Boolean)
          .join(", ")
      : null;
  return [
    ...given("What was observed is kept", detail?.artefactRef ?? null),
    ...given(
      "Consent to the recording",
      isRecording ? (detail?.hasRecordingConsent ? "Everybody on it agreed" : "Not recorded") : null,
    ),
    ...given("Went further", wentFurther),
    ...given("Next time about", detail?.nextFocusLabel ?? null),
  ];
}
