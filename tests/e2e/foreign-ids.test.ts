import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { daysAgo } from "#tests/support/days.ts";
import {
  type Actor,
  EMPTY_INSTRUMENT,
  openWorld,
  planForm,
  type Records,
  sessionForm,
  type World,
} from "./permission-examples.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld(inject("product"));
});
afterAll(() => world.close());

interface Attempt {
  who: Exclude<Actor, "anonymous">;
  /** Which id is somebody else's. */
  id: string;
  request: (
    foreign: Records,
    own: Records,
  ) => { path: string; body?: URLSearchParams | Record<string, unknown> };
  /** Where the id is foreign; a program-wide role is at home in all of its program. */
  of?: readonly Place[];
}
type Place = "elsewhere" | "outside";
const EVERYWHERE: readonly Place[] = ["elsewhere", "outside"];
const OUTSIDE: readonly Place[] = ["outside"];

const page = (
  who: Attempt["who"],
  id: string,
  path: (foreign: Records) => string,
  of = EVERYWHERE,
): Attempt => ({
  who,
  id,
  request: (foreign) => ({ path: path(foreign) }),
  of,
});
const change = (
  who: Attempt["who"],
  id: string,
  path: (foreign: Records, own: Records) => string,
  body: (foreign: Records, own: Records) => Record<string, string>,
  of = EVERYWHERE,
): Attempt => ({
  who,
  id,
  request: (foreign, own) => ({ path: path(foreign, own), body: new URLSearchParams(body(foreign, own)) }),
  of,
});
/** A log of the coach's own person in which one field names somebody else's record. */
const log = (id: string, field: (foreign: Records, own: Records) => Record<string, string>): Attempt[] => [
  {
    who: "coach",
    id: `${id} of a new log`,
    request: (foreign, own) => ({ path: "/sessions/new", body: sessionForm(own, field(foreign, own)) }),
  },
  {
    who: "coach",
    id: `${id} of an edit`,
    request: (foreign, own) => ({
      path: `/sessions/${own.sessionId}/edit`,
      body: sessionForm(own, { id: own.sessionId, rowVersion: "1", ...field(foreign, own) }),
    }),
  },
];
const administer = (id: string, fields: (foreign: Records) => Record<string, string>): Attempt =>
  change("admin", id, (_, own) => `/admin/people/${own.personId}`, fields, OUTSIDE);
const planned = (id: string, fields: (foreign: Records) => Record<string, string>): Attempt =>
  change("planner", id, (_, own) => `/plan/items/step/${own.planStepId}`, fields, OUTSIDE);
const span = { startsOn: "2031-01-06" };
const DRAFT = {
  intent: "save",
  purpose: "A purpose that is long enough",
  profile: "dose_only",
  startsOn: daysAgo(0),
};

const ATTEMPTS: readonly Attempt[] = [
  // Addresses
  page("coach", "person", ({ personId }) => `/people/${personId}`),
  page("coach", "person to log for", ({ personId }) => `/sessions/new?person=${personId}`),
  page("coach", "person of the list's filter", ({ personId }) => `/sessions?person=${personId}`),
  page("coach", "session", ({ sessionId }) => `/sessions/${sessionId}`),
  page("coach", "session of a colleague at the same site", () => `/sessions/${world.colleagueSessionId}`, [
    "elsewhere",
  ]),
  page("coach", "session to edit", ({ sessionId }) => `/sessions/${sessionId}/edit`),
  page("coach", "planned session", ({ plannedId }) => `/sessions/${plannedId}/planned`),
  page("coach", "person to plan for", ({ personId }) => `/calendar/new?person=${personId}`),
  page("coach", "plan", ({ planId }) => `/calendar/plans/${planId}`),
  page("coach", "session to print", ({ sessionId }) => `/sessions/${sessionId}/print`),
  page("coachee", "session to print", ({ sessionId }) => `/sessions/${sessionId}/print`),
  page("supervisor", "session to print", ({ sessionId }) => `/sessions/${sessionId}/print`),
  ...(["coach", "supervisor", "lead", "evaluator"] as const).flatMap((who) =>
    ["csv", "manifest"].map((part) =>
      page(who, `export (${part})`, ({ exportId }) => `/exports/${exportId}/${part}`),
    ),
  ),
  page("coach", "person to agree with", ({ personId }) => `/people/${personId}/agreement`),
  ...(["coach", "coachee", "supervisor", "lead"] as const).flatMap((who) => [
    page(who, "agreement", ({ agreementId }) => `/agreements/${agreementId}`),
    page(who, "agreement to print", ({ agreementId }) => `/agreements/${agreementId}/print`),
  ]),
  page("coach", "caseload of another coach", ({ coachId }) => `/caseload/${coachId}`),
  page("supervisor", "caseload of a coach elsewhere", ({ coachId }) => `/caseload/${coachId}`),
  page("coach", "handover", ({ handoverId }) => `/handovers/${handoverId}`),
  page("supervisor", "handover", ({ handoverId }) => `/handovers/${handoverId}`),
  page("supervisor", "coachee", ({ personId }) => `/coachees/${personId}`),
  page("supervisor", "group", ({ groupId }) => `/groups/${groupId}`),
  ...(["lead", "admin"] as const).flatMap((who) => [
    page(who, "caseload", ({ coachId }) => `/caseload/${coachId}`, OUTSIDE),
    page(who, "coach to hand over from", ({ coachId }) => `/caseload/${coachId}/handover`, OUTSIDE),
    page(who, "handover", ({ handoverId }) => `/handovers/${handoverId}`, OUTSIDE),
    page(who, "group", ({ groupId }) => `/groups/${groupId}`, OUTSIDE),
  ]),
  page("lead", "coachee", ({ personId }) => `/coachees/${personId}`, OUTSIDE),
  ...["", "/problems"].flatMap((part) => [
    page("lead", `import${part}`, ({ importId }) => `/imports/${importId}${part}`),
    page("admin", `import${part}`, ({ importId }) => `/imports/${importId}${part}`, OUTSIDE),
  ]),
  change(
    "lead",
    "import",
    ({ importId }) => `/imports/${importId}?index`,
    () => ({ intent: "undo" }),
  ),
  page("supervisor", "attempt", ({ setId, attemptId }) => `/calibration/${setId}/attempts/${attemptId}`),
  page("coach", "improvement plan", ({ improvementPlanId }) => `/improvement-plans/${improvementPlanId}`),
  page(
    "supervisor",
    "improvement plan",
    ({ improvementPlanId }) => `/improvement-plans/${improvementPlanId}`,
  ),
  page(
    "lead",
    "improvement plan",
    ({ improvementPlanId }) => `/improvement-plans/${improvementPlanId}`,
    OUTSIDE,
  ),
  ...(["coach", "supervisor"] as const).map((who) =>
    change(
      who,
      "improvement plan, to end it",
      ({ improvementPlanId }) => `/improvement-plans/${improvementPlanId}`,
      () => ({ intent: "withdraw", reason: "A reason that is long enough" }),
    ),
  ),
  page("supervisor", "two ratings", ({ pairId }) => `/double-ratings/${pairId}`),
  change(
    "supervisor",
    "two ratings to write on",
    ({ pairId }) => `/double-ratings/${pairId}`,
    () => ({ intent: "note", id: randomUUID(), text: "I saw it once" }),
  ),
  change(
    "supervisor",
    "two ratings to agree on",
    ({ pairId }) => `/double-ratings/${pairId}`,
    () => ({ intent: "consensus" }),
  ),
  change(
    "supervisor",
    "two ratings to take over",
    ({ pairId }) => `/double-ratings/${pairId}`,
    () => ({ intent: "take-over" }),
  ),
  ...(["supervisor", "lead", "evaluator"] as const).flatMap((who) => [
    page(who, "set of cases", ({ setId }) => `/calibration/${setId}`, OUTSIDE),
    page(who, "case", ({ setId, caseId }) => `/calibration/${setId}/cases/${caseId}`, OUTSIDE),
    change(
      who,
      "set to put to use",
      ({ setId }) => `/calibration/${setId}`,
      () => ({ intent: "submit" }),
      OUTSIDE,
    ),
  ]),
  page(
    "supervisor",
    "case of another set",
    ({ caseId }) => `/calibration/${world.own.setId}/cases/${caseId}`,
    OUTSIDE,
  ),
  ...(["lead", "evaluator"] as const).flatMap((who) => [
    page(who, "attempt", ({ setId, attemptId }) => `/calibration/${setId}/attempts/${attemptId}`, OUTSIDE),
    page(who, "rater", ({ supervisorId }) => `/raters/${supervisorId}`, OUTSIDE),
  ]),
  change(
    "lead",
    "rater to train anew",
    ({ supervisorId }) => `/raters/${supervisorId}`,
    () => ({ id: randomUUID(), instrumentId: world.instrumentId, reason: "We read an anchor differently" }),
    OUTSIDE,
  ),
  page("coach", "feedback", ({ finalReviewId }) => `/my-fidelity/${finalReviewId}`),
  page("coach", "self-rating", ({ selfRatingId }) => `/reviews/${selfRatingId}`),
  page("coachee", "self-rating", ({ selfRatingId }) => `/reviews/${selfRatingId}`),
  page("coach", "submissions", ({ finalReviewId }) => `/submissions/${finalReviewId}`),
  page("supervisor", "submissions", ({ finalReviewId }) => `/submissions/${finalReviewId}`),
  page("coachee", "session", ({ sessionId }) => `/sessions/${sessionId}`),
  page("supervisor", "session", ({ sessionId }) => `/sessions/${sessionId}`),
  page("supervisor", "review", ({ openReviewId }) => `/reviews/${openReviewId}`),
  page("supervisor", "site of the board", ({ siteId }) => `/schedules/board?site=${siteId}&month=2026-11`),
  page("lead", "site of the board", ({ siteId }) => `/schedules/board?site=${siteId}&month=2026-11`, OUTSIDE),
  change(
    "supervisor",
    "review that is moved",
    () => "/schedules/board",
    ({ openReviewId }) => ({
      ...{ intent: "move", id: randomUUID(), about: openReviewId, to: daysAgo(-1) },
    }),
  ),
  change(
    "lead",
    "review that is moved",
    () => "/schedules/board",
    ({ openReviewId }) => ({
      ...{ intent: "move", id: randomUUID(), about: openReviewId, to: daysAgo(-1) },
    }),
    OUTSIDE,
  ),
  change(
    "lead",
    "site of a shift",
    () => "/schedules/shift",
    ({ siteId }) => ({ intent: "preview", id: randomUUID(), by: "days", days: "1", siteId }),
    OUTSIDE,
  ),
  page("supervisor", "site", ({ siteId }) => `/rollout/sites/${siteId}`),
  page("supervisor", "site of sessions", ({ siteId }) => `/rollout/sites/${siteId}/sessions`),
  page("supervisor", "site of assessments", ({ siteId }) => `/rollout/sites/${siteId}/assessments`),
  page("supervisor", "site of doses", ({ siteId }) => `/rollout/sites/${siteId}/dose`),
  page("supervisor", "site of the program's doses", ({ siteId }) => `/rollout/dose?site=${siteId}`),
  page("supervisor", "region of the filter", ({ regionId }) => `/rollout?region=${regionId}`, OUTSIDE),
  page(
    "supervisor",
    "region of a figure's filter",
    ({ regionId }) => `/rollout/figures/sessions-delivered?region=${regionId}`,
    OUTSIDE,
  ),
  ...(["lead", "evaluator"] as const).flatMap((who) => [
    page(who, "session", ({ sessionId }) => `/sessions/${sessionId}`, OUTSIDE),
    page(who, "review", ({ openReviewId }) => `/reviews/${openReviewId}`, OUTSIDE),
    page(who, "site", ({ siteId }) => `/rollout/sites/${siteId}`, OUTSIDE),
    page(who, "region", ({ regionId }) => `/rollout?region=${regionId}`, OUTSIDE),
    page(who, "instrument", ({ instrumentVersionId }) => `/instruments/${instrumentVersionId}`, OUTSIDE),
    page(
      who,
      "file of an instrument",
      ({ instrumentVersionId }) => `/instruments/${instrumentVersionId}/json`,
      OUTSIDE,
    ),
  ]),
  page("lead", "site of doses", ({ siteId }) => `/rollout/sites/${siteId}/dose`, OUTSIDE),
  page("lead", "site of the program's doses", ({ siteId }) => `/rollout/dose?site=${siteId}`, OUTSIDE),
  page("planner", "plan item", ({ planStepId }) => `/plan/items/step/${planStepId}`, OUTSIDE),
  page("admin", "person", ({ personId }) => `/admin/people/${personId}`, OUTSIDE),
  ...["", "/preview", "/print", "/publish"].map((part) =>
    page(
      "admin",
      `draft of an instrument${part}`,
      ({ instrumentDraftId }) => `/instruments/drafts/${instrumentDraftId}${part}`,
      OUTSIDE,
    ),
  ),
  page(
    "admin",
    "instrument on paper",
    ({ instrumentVersionId }) => `/instruments/${instrumentVersionId}/print`,
    OUTSIDE,
  ),
  change(
    "admin",
    "draft of an instrument to delete",
    ({ instrumentDraftId }) => `/instruments/drafts/${instrumentDraftId}?index`,
    () => ({ intent: "delete" }),
    OUTSIDE,
  ),
  change(
    "admin",
    "draft of an instrument to publish",
    ({ instrumentDraftId }) => `/instruments/drafts/${instrumentDraftId}/publish`,
    () => ({ hash: "as it was shown", effectiveFrom: daysAgo(0) }),
    OUTSIDE,
  ),
  change(
    "admin",
    "version of an instrument to go on from",
    () => "/instruments/new",
    ({ instrumentVersionId }) => ({ from: "version", id: randomUUID(), versionId: instrumentVersionId }),
    OUTSIDE,
  ),
  {
    who: "admin",
    id: "draft of an instrument to write in",
    request: ({ instrumentDraftId }) => ({
      path: `/api/instrument-drafts/${instrumentDraftId}`,
      body: { baseVersion: 1, definition: EMPTY_INSTRUMENT },
    }),
    of: OUTSIDE,
  },

  // Forms about agreements and assignments
  change(
    "coach",
    "person of an agreement",
    ({ personId }) => `/people/${personId}/agreement`,
    () => ({ ...DRAFT, versionId: randomUUID() }),
  ),
  ...(["supervisorId", "leadId"] as const).map((field) =>
    change(
      "coach",
      `${field} of an agreement`,
      (_, own) => `/people/${own.personId}/agreement`,
      ({ coachId }) => ({ ...DRAFT, versionId: randomUUID(), [field]: coachId }),
    ),
  ),
  change(
    "coach",
    "agreement to sign",
    ({ agreementId }) => `/agreements/${agreementId}`,
    ({ signedVersionId }) => ({ intent: "sign", versionId: signedVersionId, agreed: "on" }),
  ),
  change(
    "coach",
    "version to sign",
    (_, { agreementId }) => `/agreements/${agreementId}`,
    ({ signedVersionId }) => ({ intent: "sign", versionId: signedVersionId, agreed: "on" }),
  ),
  change(
    "lead",
    "person to assign",
    (_, { coachId }) => `/caseload/${coachId}?index`,
    ({ personId }) => ({ intent: "assign", personId, intensity: "low", ...span }),
    OUTSIDE,
  ),
  change(
    "lead",
    "receiving coach",
    (_, { coachId }) => `/caseload/${coachId}/handover`,
    ({ coachId }) => ({
      intent: "preview",
      id: randomUUID(),
      effectiveOn: daysAgo(-30),
      receiverId: coachId,
    }),
    OUTSIDE,
  ),
  change(
    "lead",
    "person of a handover",
    (_, { coachId }) => `/caseload/${coachId}/handover`,
    ({ personId }, own) => ({
      ...{ intent: "preview", id: randomUUID(), effectiveOn: daysAgo(-30) },
      [`to.${personId}`]: own.coachId === world.own.coachId ? world.elsewhere.coachId : own.coachId,
    }),
  ),
  change(
    "lead",
    "person of a group",
    (_, { groupId }) => `/groups/${groupId}`,
    ({ personId }) => ({ intent: "add-member", personId, ...span }),
  ),
  change(
    "lead",
    "coach of a group",
    (_, { groupId }) => `/groups/${groupId}`,
    ({ coachId }) => ({ intent: "assign-coach", id: randomUUID(), coachId, intensity: "low", ...span }),
    OUTSIDE,
  ),
  change(
    "lead",
    "site of a group",
    () => "/groups?index",
    ({ siteId }) => ({ id: randomUUID(), kind: "group", name: "Matrix foreign", siteId }),
    OUTSIDE,
  ),
  change(
    "lead",
    "handover to cancel",
    ({ handoverId }) => `/handovers/${handoverId}`,
    () => ({ intent: "cancel" }),
    OUTSIDE,
  ),

  // Forms of the coach
  ...log("attendee", ({ personId }) => ({ attendeeIds: personId })),
  page(
    "coach",
    "person of whom a form asks what they have then",
    ({ personId }) =>
      `/api/sessions/clashes?session=${randomUUID()}&on=${daysAgo(0)}&start=09:00&end=10:00&person=${personId}`,
  ),
  {
    who: "coach",
    id: "second attendee of a new log",
    request: ({ personId }, own) => {
      const body = sessionForm(own, { format: "group" });
      body.append("attendeeIds", personId);
      return { path: "/sessions/new", body };
    },
  },
  ...log("reviewed action step", ({ stepId }) => ({ [`reviews.${stepId}`]: "done" })),
  ...log("goal of progress", ({ goalId }) => ({ [`progress.${goalId}`]: "in_progress" })),
  ...log("goal of a rating", ({ goalId }) => ({ [`selfScale.${goalId}`]: "7" })),
  ...log("goal of a new action step", ({ goalId }) => ({
    "steps[0].id": randomUUID(),
    "steps[0].what": "Try it",
    "steps[0].goalId": goalId,
  })),
  ...log("owner of a new action step", ({ personId }) => ({
    "steps[0].id": randomUUID(),
    "steps[0].what": "Try it",
    "steps[0].ownerId": personId,
  })),
  {
    who: "coach",
    id: "focus of a new log",
    request: (foreign, own) => ({
      path: "/sessions/new",
      body: sessionForm(own, { focusIds: foreign.focusId }),
    }),
    of: OUTSIDE,
  },
  {
    who: "coach",
    id: "id of a new log",
    request: (foreign, own) => ({ path: "/sessions/new", body: sessionForm(own, { id: foreign.sessionId }) }),
  },
  {
    who: "coach",
    id: "session of an edit",
    request: (foreign, own) => ({
      path: `/sessions/${foreign.sessionId}/edit`,
      body: sessionForm(own, { id: foreign.sessionId, rowVersion: "1" }),
    }),
  },
  ...(["once", "weekly"] as const).flatMap((repeats): Attempt[] => [
    {
      who: "coach",
      id: `attendee of a plan, ${repeats}`,
      request: ({ personId }, own) => ({
        path: "/calendar/new",
        body: planForm(own, { repeats, attendeeIds: personId }),
      }),
    },
    {
      who: "coach",
      id: `focus of a plan, ${repeats}`,
      request: ({ focusId }, own) => ({
        path: "/calendar/new",
        body: planForm(own, { repeats, focusIds: focusId }),
      }),
      of: OUTSIDE,
    },
  ]),
  {
    who: "coach",
    id: "id of a new plan",
    request: ({ planId }, own) => ({ path: "/calendar/new", body: planForm(own, { id: planId }) }),
  },
  {
    who: "coach",
    id: "plan to change",
    request: ({ planId }, own) => ({
      path: `/calendar/plans/${planId}`,
      body: planForm(own, { intent: "save", rowVersion: "1" }),
    }),
  },
  {
    who: "coach",
    id: "attendee of a changed plan",
    request: ({ personId }, { planId, ...own }) => ({
      path: `/calendar/plans/${planId}`,
      body: planForm(own, { intent: "save", rowVersion: "1", attendeeIds: personId }),
    }),
  },
  change(
    "coach",
    "plan to end",
    ({ planId }) => `/calendar/plans/${planId}`,
    () => ({ intent: "end", rowVersion: "1", lastOn: daysAgo(-20) }),
  ),
  {
    who: "coach",
    id: "session to move",
    request: ({ plannedId }, own) => ({
      path: `/sessions/${plannedId}/planned`,
      body: planForm(own, { intent: "move", rowVersion: "1" }),
    }),
  },
  {
    who: "coach",
    id: "focus of a moved session",
    request: ({ focusId }, own) => ({
      path: `/sessions/${own.plannedId}/planned`,
      body: planForm(own, { intent: "move", rowVersion: "1", focusIds: focusId }),
    }),
    of: OUTSIDE,
  },
  ...["put-back", "call-off"].map((intent) =>
    change(
      "coach",
      `session of the calendar to ${intent}`,
      () => "/calendar?index",
      ({ plannedId }) => ({ intent, sessionId: plannedId, rowVersion: "1" }),
    ),
  ),
  ...["not-held", "withdraw"].map((intent) =>
    change(
      "coach",
      `session to change by ${intent}`,
      ({ plannedId }) => `/sessions/${plannedId}/planned`,
      () => ({
        intent,
        rowVersion: "1",
        newId: randomUUID(),
        status: "cancelled_by_coach",
        notHeldReason: "coach_away",
      }),
    ),
  ),
  change(
    "coach",
    "id of the session that takes another's place",
    (_, own) => `/sessions/${own.plannedId}/planned`,
    ({ plannedId }) => ({
      ...{
        intent: "not-held",
        rowVersion: "1",
        newId: plannedId,
        status: "rescheduled",
        notHeldReason: "coach_away",
      },
      ...{ newOn: daysAgo(-13), newStartTime: "06:00", newEndTime: "06:30" },
    }),
  ),
  change(
    "coach",
    "person of a goal",
    ({ personId }) => `/people/${personId}`,
    () => ({ title: "A goal" }),
  ),
  change(
    "coach",
    "goal",
    (_, own) => `/people/${own.personId}`,
    ({ goalId }) => ({
      goalId,
      rowVersion: "1",
      title: "A goal",
    }),
  ),
  change(
    "coach",
    "focus of a goal",
    (_, own) => `/people/${own.personId}`,
    ({ focusId }) => ({ title: "A goal", essentialFunctionId: focusId }),
    OUTSIDE,
  ),

  change(
    "coach",
    "session of an answer",
    ({ sessionId }) => `/sessions/${sessionId}?index`,
    ({ personId }) => ({ intent: "reply", id: randomUUID(), personId, reply: "It was as recorded" }),
  ),
  change(
    "coach",
    "person of an answer",
    (_, own) => `/sessions/${own.sessionId}?index`,
    ({ personId }) => ({ intent: "reply", id: randomUUID(), personId, reply: "It was as recorded" }),
  ),

  // Forms of the coachee
  change(
    "coachee",
    "acknowledged session",
    ({ sessionId }) => `/sessions/${sessionId}?index`,
    () => ({
      state: "acknowledged",
    }),
  ),
  change(
    "coachee",
    "disputed session",
    ({ sessionId }) => `/sessions/${sessionId}?index`,
    () => ({
      state: "disputed",
      comment: "It did not take place",
    }),
  ),
  change(
    "coachee",
    "action step",
    () => "/my-coaching",
    ({ stepId }) => ({ stepId, status: "done" }),
  ),
  ...(["coach", "coachee", "supervisor", "lead", "evaluator", "planner", "admin"] as const).map((who) =>
    change(
      who,
      "notice",
      () => "/inbox",
      ({ noticeId }) => ({ intent: "read", id: noticeId }),
    ),
  ),

  // Reviews
  change(
    "coach",
    "feedback to answer",
    ({ finalReviewId }) => `/my-fidelity/${finalReviewId}`,
    () => ({ id: randomUUID(), scoreVersion: "1", verdict: "read" }),
  ),
  change(
    "supervisor",
    "result to amend",
    ({ finalReviewId }) => `/reviews/${finalReviewId}`,
    () => ({ intent: "amend", reason: "A reason that is long enough" }),
    OUTSIDE,
  ),
  change(
    "supervisor",
    "amendment to drop",
    ({ finalReviewId }) => `/reviews/${finalReviewId}`,
    ({ finalReviewId }) => ({ intent: "drop-amendment", resultId: finalReviewId }),
  ),
  ...(["accept", "return", "allow-amendment"] as const).map((intent) =>
    change(
      "lead",
      `review to ${intent}`,
      ({ finalReviewId }) => `/reviews/${finalReviewId}`,
      () => ({ intent, submission: "1", reason: "A reason that is long enough" }),
      OUTSIDE,
    ),
  ),
  change(
    "supervisor",
    "review",
    ({ openReviewId }) => `/reviews/${openReviewId}`,
    () => ({
      intent: "submit",
      strengths: "Strong",
    }),
  ),
  {
    who: "supervisor",
    id: "review of an answer",
    request: ({ openReviewId }) => ({
      path: `/api/assessments/${openReviewId}/responses`,
      body: { kind: "answer", itemId: world.itemId, answer: "1" },
    }),
  },
  change(
    "coach",
    "self-rating",
    ({ selfRatingId }) => `/reviews/${selfRatingId}`,
    () => ({ intent: "submit", strengths: "Strong" }),
  ),
  {
    who: "coach",
    id: "self-rating of an answer",
    request: ({ selfRatingId }) => ({
      path: `/api/assessments/${selfRatingId}/responses`,
      body: { kind: "answer", itemId: world.itemId, answer: "1" },
    }),
  },
  {
    who: "supervisor",
    id: "review of the texts",
    request: ({ openReviewId }) => ({
      path: `/api/assessments/${openReviewId}/responses`,
      body: { kind: "notes", strengths: "Strong" },
    }),
  },

  // The plan
  ...(["planner", "lead"] as const).flatMap((who) => [
    change(
      who,
      "plan item",
      ({ planStepId }) => `/plan/items/step/${planStepId}`,
      () => ({ intent: "save", baseVersion: "1", status: "in_progress" }),
      OUTSIDE,
    ),
    change(
      who,
      "plan item of evidence",
      ({ planStepId }) => `/plan/items/step/${planStepId}`,
      () => ({ intent: "evidence", title: "Minutes" }),
      OUTSIDE,
    ),
  ]),
  planned("owner", ({ personId }) => ({
    intent: "save",
    baseVersion: "1",
    status: "in_progress",
    ownerId: personId,
  })),
  planned("approver", ({ personId }) => ({
    intent: "save",
    baseVersion: "1",
    status: "in_progress",
    approverId: personId,
  })),

  // Administration
  ...(
    [
      ["leave", { firstOn: "2031-01-06", lastOn: "2031-01-07" }],
      ["certification", { kind: "coach", awardedOn: daysAgo(1), validUntil: "2031-01-06" }],
      ["role", { role: "lead", scope: "program", ...span }],
      ["invite", {}],
      ["leave-program", { leftOn: daysAgo(1) }],
      ["return-to-program", {}],
    ] as const
  ).map(([intent, fields]) =>
    change(
      "admin",
      `person of "${intent}"`,
      ({ personId }) => `/admin/people/${personId}`,
      () => ({ intent, ...fields }),
      OUTSIDE,
    ),
  ),
  ...(["look", "open"] as const).map((intent) =>
    change(
      "admin",
      `session to ${intent === "look" ? "look at" : "open"} in a safety case`,
      () => "/admin/openings",
      ({ sessionId }) => ({
        ...{ intent, session: sessionId, part: "private_note", kind: "child_safety", confirmed: "on" },
        reason: "A reason that is long enough to be kept in the audit log",
        openingId: randomUUID(),
      }),
      OUTSIDE,
    ),
  ),
  administer("region of a role", ({ regionId }) => ({
    intent: "role",
    role: "lead",
    scope: `region:${regionId}`,
    ...span,
  })),
  administer("site of a role", ({ siteId }) => ({
    intent: "role",
    role: "lead",
    scope: `site:${siteId}`,
    ...span,
  })),
  administer("unit of a role", ({ siteId }) => ({
    intent: "role",
    role: "lead",
    scope: `unit:${siteId}`,
    ...span,
  })),
  administer("site", ({ siteId }) => ({ intent: "site", place: `site:${siteId}`, ...span })),
  administer("supervisor", ({ supervisorId }) => ({ intent: "supervision", supervisorId, ...span })),
  administer("coach", ({ coachId }) => ({ intent: "coach", coachId, intensity: "low", ...span })),
  administer("role that ends", ({ roleAssignmentId }) => ({
    intent: "end",
    kind: "role",
    id: roleAssignmentId,
    endsOn: "2031-01-06",
  })),
  administer("certification that is revoked", ({ coachId }) => ({
    intent: "revoke",
    id: coachId,
    revokedOn: daysAgo(1),
  })),
];

/** Every table that a request of a signed-in person can write, as counts and contents. */
const WRITABLE = [
  ...["person", "role_assignment", "site_assignment", "supervision", "coach_assignment", "leave"],
  ...["certification", "coaching_session", "session_attendee", "session_focus", "session_strategy"],
  ...["session_goal_progress", "session_action_review", "session_summary", "session_private_note"],
  ...["session_acknowledgement", "goal", "action_step", "assessment", "assessment_response"],
  ...["assessment_score", "plan_step", "plan_evidence", "auth_user"],
  ...["improvement_plan", "improvement_support"],
  ...["session_reply", "session_acknowledgement_past", "session_amendment", "session_amendment_value"],
  ...["note_key", "session_opening", "program", "review_move", "review_move_item", "schedule_event"],
];

async function stored(): Promise<Record<string, string>> {
  const { sql } = world;
  const entries = await Promise.all(
    WRITABLE.map(async (table) => {
      const [row] = await sql`
        SELECT count(*) || ' ' || coalesce(sum(('x' || left(md5(t::text), 8))::bit(32)::int::bigint), 0) AS content
        FROM ${sql(table)} t`;
      return [table, row?.content as string] as const;
    }),
  );
  const [read] = await sql`SELECT count(*) AS content FROM inbox_item WHERE read_at IS NOT NULL`;
  return { ...Object.fromEntries(entries), "inbox_item, read": String(read?.content) };
}

const refusals = (personId: string) => world.sql`
  SELECT payload FROM domain_event WHERE type = 'access.refused' AND actor_id = ${personId} ORDER BY sequence`;

const CASES = ATTEMPTS.flatMap(({ of = EVERYWHERE, ...attempt }) =>
  of.map((place) => ({ ...attempt, place, where: place === "outside" ? "another program" : "elsewhere" })),
);

test.each(CASES)(
  "a foreign id is not found, stores nothing and is recorded: $who, $id, from $where",
  async ({ who, request, place }) => {
    const { path, body } = request(world[place], world.own);
    const client = world.clients[who];
    const [pathname = "", search] = path.split("?");
    const dataPath = `${pathname}.data${search ? `?${search}` : ""}`;
    const [before, refusedBefore] = [await stored(), await refusals(world.personIds[who])];
    const isCall = pathname.startsWith("/api/");
    for (const address of isCall ? [path] : [path, dataPath]) {
      const answer = await (body ? client.post(address, body) : client.get(address));
      expect({ address, status: answer.status }).toEqual({ address, status: 404 });
    }
    expect(await stored()).toEqual(before);
    const recorded = (await refusals(world.personIds[who])).slice(refusedBefore.length);
    expect(recorded.map(({ payload }) => payload)).toEqual(
      Array.from({ length: isCall ? 1 : 2 }, () => ({
        code: "not-found",
        method: body ? "POST" : "GET",
        path: pathname,
      })),
    );
  },
);

test("a call that is refused says why, with the status", async () => {
  const path = `/api/assessments/${world.elsewhere.openReviewId}/responses`;
  const answer = await world.clients.supervisor.post(path, { kind: "notes", strengths: "Strong" });
  expect(answer.status).toBe(404);
  expect(JSON.parse(answer.body)).toMatchObject({
    code: "not-found",
    message: "There is nothing here that you can see.",
  });
});

test("a change on an older version is a conflict that says what is stored, and stores nothing", async () => {
  const before = await stored();
  const path = `/api/assessments/${world.own.openReviewId}/responses`;
  const notes = { kind: "notes", strengths: "Words on an older version", baseVersion: 999 };
  const answer = await world.clients.supervisor.post(path, notes);
  expect(answer.status).toBe(409);
  expect(JSON.parse(answer.body)).toMatchObject({
    code: "changed-elsewhere",
    theirNotes: { version: expect.any(Number) },
  });
  expect(await stored()).toEqual(before);
});

test("an item of another checklist is refused, and stores nothing", async () => {
  const before = await stored();
  const answer = await world.clients.supervisor.post(`/api/assessments/${world.own.openReviewId}/responses`, {
    kind: "answer",
    itemId: "of-another-checklist",
    answer: "1",
  });
  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.body)).toMatchObject({ code: "bad-answer" });
  expect(await stored()).toEqual(before);
});

test("an id that is none is not found either", async () => {
  for (const [who, address] of [
    ["coach", "/sessions/1"],
    ["coach", "/sessions/1/print"],
    ["coach", "/exports/1/csv"],
    ["lead", "/imports/1"],
    ["coach", "/people/x"],
    ["supervisor", "/reviews/%00"],
    ["lead", "/rollout/sites/1"],
    ["planner", "/plan/items/table/1"],
    ["planner", "/plan/steps/99"],
    ["evaluator", "/measures/nothing"],
    ["evaluator", "/rollout/released/2026-13"],
    ["admin", "/admin/people/1"],
  ] as const)
    expect({ address, status: (await world.clients[who].get(address)).status }).toEqual({
      address,
      status: 404,
    });
});
