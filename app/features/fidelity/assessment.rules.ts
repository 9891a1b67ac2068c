import { type Refusal, refuse, type Verdict } from "#app/errors/problem.ts";
import type { Day } from "#app/time/days.ts";
import type { InstrumentDefinition } from "#fidelity/instruments/instrument.schema.ts";
import { type AssessmentStatus, assessmentStatus } from "#fidelity/schedule/assessment-status.ts";
import { addDays, type CalendarDate, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { completeness } from "#fidelity/scoring/completeness.ts";
import { type StoredResponse, toItemResponses } from "./answers.rules.ts";
import type { AssessmentState, CertificationStatus, ReviewListItem } from "./assessment.types.ts";
import { evidenceProblem } from "./evidence.rules.ts";

const EXPIRES_SOON_DAYS = 60;

export interface StatusFacts {
  state: AssessmentState;
  opensOn: Day;
  dueOn: Day;
  graceEndsOn: Day;
  submittedOn: Day | null;
}

/** Where an assessment stands on a day of its site. Overdue and missed come from the day, everything else from the state. */
export function statusOn(facts: StatusFacts, today: Day): { status: AssessmentStatus; daysOverdue: number } {
  const { state } = facts;
  const on = (happened: boolean): CalendarDate | null => (happened ? day(facts.opensOn) : null);
  if (state === "waived" || state === "cancelled") return { status: state, daysOverdue: 0 };
  return assessmentStatus(
    {
      opensOn: day(facts.opensOn),
      dueOn: day(facts.dueOn),
      graceEndsOn: day(facts.graceEndsOn),
      startedOn: on(state === "in_progress"),
      returnedOn: on(state === "returned"),
      submittedOn: facts.submittedOn ? day(facts.submittedOn) : null,
      finalisedOn: state === "final" && facts.submittedOn ? day(facts.submittedOn) : null,
    },
    day(today),
  );
}

/** Returned: given back. Late: past its due day. Open: can be done now. Coming: not yet. */
export function groupReviews<Item extends Pick<ReviewListItem, "status">>(items: readonly Item[]) {
  const of = (...statuses: AssessmentStatus[]) => items.filter(({ status }) => statuses.includes(status));
  return {
    returned: of("returned"),
    late: of("overdue", "missed"),
    open: of("open", "in_progress"),
    coming: of("planned"),
    done: of("submitted", "final"),
  };
}

/** Answers are taken from the opening until submission, the late days included, and again once it was given back. */
export function checkWritable(state: AssessmentState): Verdict {
  switch (state) {
    case "open":
    case "in_progress":
    case "returned":
      return { ok: true };
    case "planned":
      return refuse("not-open", "This review is not open yet.");
    case "submitted":
    case "final":
      return refuse("already-submitted", "This review has been submitted and can no longer be changed.");
    default:
      return refuse("closed", `This review is ${state}.`);
  }
}

export interface Submittable {
  raterType: string;
  state: AssessmentState;
  instrumentVersionId: string;
  definition: InstrumentDefinition;
  responses: readonly StoredResponse[];
  observedOn: Day | null;
  evidence: string;
}

/** Whether an assessment can be submitted; otherwise everything that is missing, at its item. */
export function checkSubmittable(assessment: Submittable, today: Day): Verdict {
  const { definition, responses, observedOn, evidence, raterType } = assessment;
  const writable = checkWritable(assessment.state);
  if (!writable.ok) return writable;
  const fieldErrors: Record<string, string[]> = {};
  const number = new Map(definition.items.map(({ id }, index) => [id, index + 1]));
  const { missing, reasonsNeeded, canSubmit } = completeness(definition, toItemResponses(responses));
  if (!canSubmit) {
    for (const id of missing) fieldErrors[id] = [`Item ${number.get(id)} has no answer.`];
    for (const id of reasonsNeeded) fieldErrors[id] = [`Say why item ${number.get(id)} is not applicable.`];
  }
  const isOfOneself = raterType === "self";
  if (!observedOn)
    fieldErrors.observedOn = [
      isOfOneself
        ? "Say which day of your work this is about."
        : "Say on which day you observed the coaching.",
    ];
  else if (observedOn > today)
    fieldErrors.observedOn = [
      isOfOneself
        ? "The day it is about cannot lie in the future."
        : "The observed day cannot lie in the future.",
    ];
  const wrongEvidence = evidenceProblem(evidence);
  if (wrongEvidence) fieldErrors.evidence = [wrongEvidence];
  if (Object.keys(fieldErrors).length > 0)
    return refuse(
      "incomplete",
      `The ${isOfOneself ? "self-rating" : "review"} is not complete yet.`,
      fieldErrors,
    );
  return { ok: true };
}

interface Award {
  validFrom: Day;
  validUntil: Day;
  revokedOn: Day | null;
  isProvisional: boolean;
}

/** How a certification stands on a day, judged by the awards as they were on that day. */
export function certificationOn(
  awards: readonly Award[],
  today: Day,
): { status: CertificationStatus; validUntil: Day | null } {
  const begun = awards.filter(({ validFrom }) => validFrom <= today);
  const valid = begun.filter(
    ({ validUntil, revokedOn }) => today <= validUntil && (revokedOn === null || today < revokedOn),
  );
  const latest = (list: readonly Award[]) =>
    list
      .map(({ validUntil }) => validUntil)
      .sort()
      .at(-1) ?? null;
  const full = valid.filter(({ isProvisional }) => !isProvisional);
  const validUntil = latest(full) ?? latest(valid) ?? latest(begun);
  if (full.length > 0 && validUntil) {
    const isSoon = validUntil <= addDays(day(today), EXPIRES_SOON_DAYS);
    return { status: isSoon ? "expiring" : "certified", validUntil };
  }
  if (valid.length > 0) return { status: "provisional", validUntil };
  return { status: begun.length > 0 ? "lapsed" : "none", validUntil };
}

/** An item's refusal under the name its form field has. */
export function atFields(refusal: Refusal, itemIds: readonly string[]): Refusal {
  if (!refusal.fieldErrors) return refusal;
  const place = new Map(itemIds.map((id, index) => [id, `items[${index}].answer`]));
  const fieldErrors = Object.fromEntries(
    Object.entries(refusal.fieldErrors).map(([field, messages]) => [place.get(field) ?? field, messages]),
  );
  return { ...refusal, fieldErrors };
}

const day = (text: Day): CalendarDate => parseCalendarDate(text);
