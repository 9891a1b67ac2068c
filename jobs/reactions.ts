import type { EventType } from "#app/events/catalog.ts";
import type { OutboxEvent } from "#app/events/outbox.queries.server.ts";
import type { JobName } from "./registry.ts";

export interface Reaction {
  job: JobName;
  payload: Record<string, string | undefined>;
}

type React = (event: OutboxEvent) => Reaction[];

/** The figures of the event's site, for the months under these names of its payload. */
function figuresOfMonths(
  { siteId, payload }: Pick<OutboxEvent, "siteId" | "payload">,
  ...names: string[]
): Reaction[] {
  const months = new Set(names.map((name) => text(payload[name])).filter((month) => month !== undefined));
  return [...months].map((month) => ({
    job: "refresh-figures",
    payload: { siteId: siteId ?? undefined, month },
  }));
}

const figuresOfMonth: React = (event) => figuresOfMonths(event, "monthOn");

/** An edit may move a session from one month or site to another. */
const figuresOfChange: React = (event) => [
  ...figuresOfMonths(event, "monthOn"),
  ...figuresOfMonths(
    { ...event, siteId: text(event.payload.previousSiteId) ?? event.siteId },
    "previousMonthOn",
  ),
];

/** A record that is corrected may no longer bear out what was proposed from it. */
const recordCorrected: React = (event) => [
  ...figuresOfChange(event),
  { job: "propose-fades", payload: { sessionId: event.subjectId } },
];

/** A whole import moves many months of a site. */
const figuresOfImport: React = ({ siteId, payload }) =>
  (Array.isArray(payload.months) ? payload.months : []).flatMap((month) =>
    figuresOfMonths({ siteId, payload: { month } }, "month"),
  );

const carryOnImport: React = ({ subjectId }) => [{ job: "run-imports", payload: { importId: subjectId } }];

const tellOfWord: React = ({ subjectId }) => [{ job: "announce-words", payload: { sessionId: subjectId } }];

/** A dated fact of a person changed: their series may begin, move or end. */
const scheduleOfPerson: React = ({ subjectType, subjectId, payload }) => [
  {
    job: "reconcile-assessments",
    payload: { subjectId: text(payload.personId) ?? (subjectType === "person" ? subjectId : undefined) },
  },
];

const scheduleOfResult: React = ({ payload }) => [
  { job: "reconcile-assessments", payload: { subjectId: text(payload.subjectId) } },
];

const tellOfReview = (
  { subjectId }: Pick<OutboxEvent, "subjectId">,
  about: Reaction["payload"],
): Reaction => ({ job: "announce-review-words", payload: { assessmentId: subjectId, ...about } });

const scheduleOfProgram: React = () => [{ job: "reconcile-assessments", payload: {} }];

/** Where a person works, and as what, changed: their groups follow. */
const groupsOfPerson: React = ({ subjectType, subjectId, payload }) => [
  {
    job: "reconcile-groups",
    payload: { personId: text(payload.personId) ?? (subjectType === "person" ? subjectId : undefined) },
  },
];

const scheduleAndGroups: React = (event) => [...scheduleOfPerson(event), ...groupsOfPerson(event)];

/** Where a person works changed: their planned sessions follow. */
const plansOfPerson: React = ({ subjectId }) => [
  { job: "fill-session-plans", payload: { personId: subjectId } },
];

const tellOfAgreement: React = ({ payload }) => [
  { job: "announce-agreement", payload: { versionId: text(payload.versionId) } },
];

const tellOfDays: React = ({ subjectId }) => [{ job: "announce-days", payload: { moveId: subjectId } }];

const tellOfHandover: React = ({ subjectId }) => [
  { job: "announce-handover", payload: { handoverId: subjectId } },
];

/** A result may call for an improvement plan, or be the re-assessment of one. */
const plansAfterResult: React = ({ subjectId }) => [
  { job: "keep-improvement-plans", payload: { assessmentId: subjectId } },
];

const keepPlan: React = ({ subjectId }) => [
  { job: "keep-improvement-plans", payload: { planId: subjectId } },
];

/** Which jobs an event wakes. */
export const REACTIONS: Partial<Record<EventType, React>> = {
  "session.logged": figuresOfMonth,
  "session.edited": recordCorrected,
  "session.amended": recordCorrected,
  "session.acknowledged": figuresOfMonth,
  "session.disputed": (event) => [...figuresOfMonth(event), ...tellOfWord(event)],
  "session.answered": tellOfWord,
  "session.opened": ({ subjectId }) => [{ job: "announce-openings", payload: { sessionId: subjectId } }],
  // Punctuality counts in the month of the due day, whatever becomes of the result.
  "assessment.submitted": (event) => [
    ...figuresOfMonths(event, "dueMonthOn"),
    ...(event.payload.isHeld === true ? [{ job: "keep-double-ratings" as const, payload: {} }] : []),
  ],
  // The result counts in the month of submission, and the interval of a series may follow it.
  "assessment.finalised": (event) => [
    ...figuresOfMonths(event, "monthOn"),
    { job: "announce-results", payload: { assessmentId: event.subjectId } },
    ...scheduleOfResult(event),
    ...plansAfterResult(event),
  ],
  "assessment.amended": (event) => [
    ...figuresOfMonths(event, "monthOn"),
    tellOfReview(event, { amendment: String(event.payload.scoreVersion) }),
    ...scheduleOfResult(event),
    ...plansAfterResult(event),
  ],
  // What is waived was not missed in its month.
  "assessment.waived": (event) => figuresOfMonths(event, "dueMonthOn"),
  "assessment.returned": (event) => [tellOfReview(event, { decisionId: text(event.payload.decisionId) })],
  "assessment.amendment-allowed": (event) => [
    tellOfReview(event, { decisionId: text(event.payload.decisionId) }),
  ],
  "feedback.answered": (event) => [tellOfReview(event, { replyId: text(event.payload.replyId) })],
  "review-move.made": tellOfDays,
  "review-move.taken-back": tellOfDays,
  "schedule-event.recorded": scheduleOfPerson,
  "schedule-event.taken-back": scheduleOfPerson,
  "schedule-rule.changed": scheduleOfProgram,
  "schedule-rule.ended": scheduleOfProgram,
  "schedule-rule.end-taken-back": scheduleOfProgram,
  "closure.added": scheduleOfProgram,
  "closure.withdrawn": scheduleOfProgram,
  "rater-conflict.recorded": ({ payload }) => [
    { job: "reconcile-assessments", payload: { subjectId: text(payload.subjectId) } },
    { job: "keep-double-ratings", payload: {} },
  ],
  "double-rating.completed": ({ subjectId }) => [
    { job: "announce-rater-words", payload: { pairId: subjectId } },
  ],
  "double-rating.noted": ({ subjectId, payload }) => [
    { job: "announce-rater-words", payload: { pairId: subjectId, noteId: text(payload.noteId) } },
  ],
  "rater.retraining-agreed": ({ payload }) => [
    { job: "announce-rater-words", payload: { retrainingId: text(payload.retrainingId) } },
  ],
  "improvement-plan.shared": keepPlan,
  "improvement-plan.changed": keepPlan,
  "improvement-plan.agreed": keepPlan,
  "export.requested": ({ subjectId }) => [{ job: "make-exports", payload: { exportId: subjectId } }],
  "import.mapped": carryOnImport,
  "import.started": carryOnImport,
  "import.undo-asked": carryOnImport,
  "import.discarded": () => [{ job: "expire-imports", payload: {} }],
  "import.undone": () => [{ job: "expire-imports", payload: {} }],
  "sessions.imported": figuresOfImport,
  "sessions.import-undone": figuresOfImport,
  "certification.awarded": scheduleOfPerson,
  "certification.expired": scheduleOfPerson,
  "certification.revoked": scheduleOfPerson,
  "leave.added": scheduleOfPerson,
  "site.assigned": (event) => [...scheduleAndGroups(event), ...plansOfPerson(event)],
  "site.left": (event) => [...scheduleAndGroups(event), ...plansOfPerson(event)],
  "role.assigned": scheduleAndGroups,
  "role.ended": scheduleAndGroups,
  "coach.assigned": scheduleOfPerson,
  "coach.ended": scheduleOfPerson,
  "supervisor.assigned": scheduleOfPerson,
  "supervisor.ended": scheduleOfPerson,
  "person.left": scheduleAndGroups,
  "person.returned": scheduleAndGroups,
  "agreement.proposed": tellOfAgreement,
  "agreement.signed": tellOfAgreement,
  "agreement.ended": tellOfAgreement,
  "handover.planned": tellOfHandover,
  "handover.carried-out": tellOfHandover,
  "handover.undone": tellOfHandover,
};

export function reactionsTo(event: OutboxEvent): Reaction[] {
  return REACTIONS[event.type as EventType]?.(event) ?? [];
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
