import { randomUUID } from "node:crypto";
import { EXPORT_SCOPES } from "#app/features/sessions/export.types.ts";
import { daysAgo } from "#tests/support/days.ts";
import {
  CAPACITY_FROM,
  EMPTY_INSTRUMENT,
  importForm,
  PLAN_ENDS_ON,
  planForm,
  RELEASED_MONTH,
  type Records,
  sessionForm,
  syncBody,
  type World,
} from "./permission-examples.ts";

/** One row of the matrix: an address with a method, and whose record it names. */
export interface Row {
  pattern: string;
  method: "GET" | "POST";
  /** Whose record the request names, in words; empty when it names none. */
  whose: string;
  path: string;
  body?: () => URLSearchParams | FormData | Record<string, unknown>;
}

const WHOSE = {
  own: "of the demo coach",
  elsewhere: "of the other coach",
  outside: "of another program",
} as const;

const OPENING = {
  part: "private_note",
  kind: "child_safety",
  reason: "A reason that is long enough to be kept in the audit log",
};

/** A version of the demo's rule. */
const SCHEDULE = {
  ...{ intent: "preview", kind: "offset", title: "Coach fidelity review", raterType: "supervisor" },
  ...{
    startsOn: daysAgo(-30),
    opensDaysBefore: "14",
    dueDaysAfter: "7",
    graceDays: "7",
    businessDays: "next",
  },
  ...{ leave: "shift", exit: "cancel", transfer: "inherit", precedence: "100", minimumSpacingDays: "0" },
  ...{ anchor: "certified", firstCount: "30", firstUnit: "days", everyCount: "60", everyUnit: "days" },
};

const reply = (personId: string) => ({ intent: "reply", personId, reply: "It was as recorded" });

const form = (fields: Record<string, string>) => () => new URLSearchParams(fields);

/** Every request of the matrix. Changes are valid for whoever may make them, and harmless to repeat. */
export function permissionRows(world: World): Row[] {
  const rows: Row[] = [];
  const get = (pattern: string, whose = "", path = pattern) =>
    rows.push({ pattern, method: "GET", whose, path });
  const post = (pattern: string, whose: string, path: string, body: NonNullable<Row["body"]>) =>
    rows.push({ pattern, method: "POST", whose, path, body });
  const each = (use: (records: Records, whose: string) => void) => {
    for (const [key, whose] of Object.entries(WHOSE)) use(world[key as keyof typeof WHOSE], whose);
  };

  for (const pattern of [
    ...["/", "/account", "/inbox", "/healthz", "/readyz", "/sign-in", "/sign-in/second-step"],
    ...[
      "/reset-password",
      "/sign-out",
      "/exports",
      "/imports",
      "/imports/template",
      "/imports/columns",
      "/sessions/blank-log",
      "/people",
      "/sessions",
      "/sessions/new",
      "/my-coaching",
    ],
    ...[
      "/my-fidelity",
      "/improvement-plans",
      "/my-month",
      "/reviews",
      "/rollout",
      "/rollout/dose",
      "/rollout/released",
      "/measures",
      "/instruments",
      "/instruments/import",
      "/instruments/new",
      "/calibration",
      "/calibration/new",
      "/reliability",
      "/reliability/double-ratings",
      "/raters",
      "/plan",
      "/plan/practice-profile",
    ],
    ...["/admin", "/admin/audit", "/admin/jobs", "/admin/mail", "/admin/people", "/admin/people/new"],
    ...["/admin/sites", "/admin/openings", "/admin/settings", "/admin/closures"],
    ...["/calendar", "/calendar/new", "/calendar/plans", "/offline/calendar"],
    ...["/caseload", "/groups", "/dosage"],
    ...["/schedules", "/schedules/new", "/schedules/conflicts", "/schedules/reviews", "/acceptance"],
    ...["/schedules/board", "/schedules/shift", "/schedules/complaints"],
    ...["/api/sessions/offline", "/offline", "/offline/log", "/offline/waiting", "/offline/signed-in"],
    ...["/api/reviews/offline", "/offline/review"],
    "/offline-files",
  ])
    get(pattern);
  get("/*", "an address that does not exist", "/nowhere");
  get("/calendar/:feed", "an address that nobody was given", "/calendar/unknown.ics");
  get("/calendar/:feed", "the address of the demo coach", `/calendar/${world.feedToken}.ics`);
  get("/metrics", "without the operators' token");
  get("/api/auth/*", "anything but the identity provider's answer", "/api/auth/get-session");
  get("/sign-in/identity-provider", "while none is set up");
  const item = `/reliability/items/${encodeURIComponent(world.itemId)}`;
  get("/reliability/items/:itemId", "of the demo checklist", item);
  get("/reliability/items/:itemId", "that no instrument has", "/reliability/items/unknown");
  post("/calibration/new", "a set without cases", "/calibration/new", form({ title: "Recordings" }));
  post(
    "/reliability/double-ratings",
    "a rule without an instrument",
    "/reliability/double-ratings",
    form({ share: "20" }),
  );
  get("/measures/:code", "", "/measures/sessions-delivered");
  get("/rollout/figures/:code", "", "/rollout/figures/sessions-delivered");
  get("/plan/steps/:stepNumber", "", "/plan/steps/5");
  const released = `/rollout/released/${RELEASED_MONTH}`;
  get("/rollout/released/:month", "that was released", released);
  get("/rollout/released/:month", "that nobody has released", "/rollout/released/2019-01");
  post(
    "/rollout/released/:month",
    "restate it as it stands",
    released,
    form({ id: randomUUID(), seen: "1", reason: "A reason that is long enough" }),
  );

  each((records, whose) => {
    get("/people/:personId", `coachee ${whose}`, `/people/${records.personId}`);
    get("/people/:personId/agreement", `coachee ${whose}`, `/people/${records.personId}/agreement`);
    get("/agreements/:agreementId", whose, `/agreements/${records.agreementId}`);
    get("/agreements/:agreementId/print", whose, `/agreements/${records.agreementId}/print`);
    get("/coachees/:personId", `coachee ${whose}`, `/coachees/${records.personId}`);
    get("/caseload/:coachId", whose, `/caseload/${records.coachId}`);
    get("/caseload/:coachId/handover", `people ${whose}`, `/caseload/${records.coachId}/handover`);
    get("/handovers/:handoverId", `people ${whose}`, `/handovers/${records.handoverId}`);
    get("/groups/:groupId", `at the site ${whose}`, `/groups/${records.groupId}`);
    get("/sessions/new", `for the coachee ${whose}`, `/sessions/new?person=${records.personId}`);
    get(
      "/api/sessions/clashes",
      `at a time of the coachee ${whose}`,
      `/api/sessions/clashes?session=${randomUUID()}&on=${daysAgo(0)}&start=09:00&end=10:00&person=${records.personId}`,
    );
    get("/sessions", `with the coachee ${whose}`, `/sessions?person=${records.personId}`);
    get("/sessions/:sessionId", whose, `/sessions/${records.sessionId}`);
    get("/sessions/:sessionId/print", whose, `/sessions/${records.sessionId}/print`);
    for (const part of ["csv", "manifest"])
      get(`/exports/:exportId/${part}`, `export ${whose}`, `/exports/${records.exportId}/${part}`);
    get("/sessions/:sessionId/edit", whose, `/sessions/${records.sessionId}/edit`);
    get("/sessions/:sessionId/planned", whose, `/sessions/${records.plannedId}/planned`);
    get("/calendar/new", `for the coachee ${whose}`, `/calendar/new?person=${records.personId}`);
    get("/calendar/plans/:planId", whose, `/calendar/plans/${records.planId}`);
    const plan = `/improvement-plans/${records.improvementPlanId}`;
    get("/improvement-plans/:planId", whose, plan);
    post("/improvement-plans/:planId", `show to others that ${whose}`, plan, form({ intent: "share" }));
    get("/my-fidelity/:assessmentId", `finished review ${whose}`, `/my-fidelity/${records.finalReviewId}`);
    get("/submissions/:assessmentId", `finished review ${whose}`, `/submissions/${records.finalReviewId}`);
    get("/reviews/:assessmentId", `open review at the site ${whose}`, `/reviews/${records.openReviewId}`);
    get("/reviews/:assessmentId", `open self-rating ${whose}`, `/reviews/${records.selfRatingId}`);
    for (const page of ["/rollout", "/rollout/figures/:code"])
      get(
        page,
        `region of the site ${whose}`,
        `${page.replace(":code", "sessions-delivered")}?region=${records.regionId}`,
      );
    get("/rollout/dose", `people of the site ${whose}`, `/rollout/dose?site=${records.siteId}`);
    for (const page of ["", "/assessments", "/dose", "/sessions"])
      get(`/rollout/sites/:siteId${page}`, `site ${whose}`, `/rollout/sites/${records.siteId}${page}`);
    get("/admin/people/:personId", `coachee ${whose}`, `/admin/people/${records.personId}`);
  });
  for (const [records, whose] of [
    [world.own, "of the demo lead"],
    [world.elsewhere, "of somebody else"],
    [world.outside, WHOSE.outside],
  ] as const) {
    get("/imports/:importId", whose, `/imports/${records.importId}`);
    get("/imports/:importId/problems", whose, `/imports/${records.importId}/problems`);
    post(
      "/imports/:importId",
      `stop that ${whose}`,
      `/imports/${records.importId}?index`,
      form({ intent: "cancel" }),
    );
  }
  post("/imports", "a file", "/imports?index", () => importForm());
  post("/acceptance", "limits without a day", "/acceptance", form({ isOn: "on" }));
  post(
    "/schedules/reviews",
    "of another program",
    "/schedules/reviews",
    form({ intent: "waive", about: world.outside.openReviewId, reason: "A reason that is long enough" }),
  );
  post("/schedules/board", "move a review of another program", "/schedules/board", () => {
    const about = world.outside.openReviewId;
    return new URLSearchParams({ intent: "move", id: randomUUID(), about, to: daysAgo(-1) });
  });
  post("/schedules/shift", "show what would move", "/schedules/shift", () => {
    return new URLSearchParams({ intent: "preview", id: randomUUID(), by: "days", days: "1" });
  });
  post("/schedules/complaints", "about a coach of another program", "/schedules/complaints", () => {
    const subjectId = world.outside.coachId;
    return new URLSearchParams({
      ...{ intent: "record", id: randomUUID(), subjectId, happenedOn: daysAgo(0), note: "How meetings go" },
    });
  });
  get("/schedules/:code", "of this program", "/schedules/coach-fidelity");
  get("/schedules/:code", "that this program does not have", "/schedules/elsewhere");
  post("/schedules/:code", "show what would change", "/schedules/coach-fidelity", form(SCHEDULE));
  post(
    "/schedules/:code",
    "show what its end would cancel",
    "/schedules/coach-fidelity",
    form({ kind: "end", endsOn: daysAgo(-30), intent: "preview" }),
  );
  post("/schedules/new", "without an instrument", "/schedules/new", form(SCHEDULE));
  post(
    "/schedules/conflicts",
    "a rater of another program",
    "/schedules/conflicts",
    () =>
      new URLSearchParams({
        ...{ intent: "record", id: randomUUID(), startsOn: daysAgo(0), reason: "Related to each other" },
        ...{ raterId: world.outside.personId, subjectId: world.outside.personId },
      }),
  );
  post("/instruments/import", "a file", "/instruments/import", () => importForm());
  post("/instruments/new", "an empty draft", "/instruments/new", () => {
    return new URLSearchParams({ from: "nothing", id: randomUUID(), title: "Matrix" });
  });
  get("/sessions/:sessionId", "of another coach at the same site", `/sessions/${world.colleagueSessionId}`);
  for (const [records, whose] of [
    [world.own, "of the demo supervisor"],
    [world.elsewhere, "of another supervisor"],
    [world.outside, WHOSE.outside],
  ] as const) {
    const { setId, attemptId, pairId, supervisorId } = records;
    get("/calibration/:setId/attempts/:attemptId", whose, `/calibration/${setId}/attempts/${attemptId}`);
    get("/double-ratings/:pairId", whose, `/double-ratings/${pairId}`);
    post(
      "/double-ratings/:pairId",
      `note on that ${whose}`,
      `/double-ratings/${pairId}`,
      () => new URLSearchParams({ intent: "note", id: randomUUID(), text: "I saw it once" }),
    );
    get("/raters/:personId", whose.replace("of ", ""), `/raters/${supervisorId}`);
    post(
      "/raters/:personId",
      `training anew ${whose}`,
      `/raters/${supervisorId}`,
      () =>
        new URLSearchParams({
          ...{ intent: "retrain", id: randomUUID(), instrumentId: world.instrumentId },
          reason: "We read an anchor differently",
        }),
    );
  }
  for (const [records, whose] of [
    [world.own, "of this program"],
    [world.outside, WHOSE.outside],
  ] as const) {
    const { setId, caseId, attempt } = records;
    get("/calibration/:setId", whose, `/calibration/${setId}`);
    post(
      "/calibration/:setId",
      `put to use that ${whose}`,
      `/calibration/${setId}`,
      form({ intent: "publish" }),
    );
    const path = `/calibration/${setId}/cases/${caseId}`;
    get("/calibration/:setId/cases/:caseId", whose, path);
    post("/api/calibration/:setId/cases/:caseId", whose, `/api${path}`, () => ({
      ...{ intent: "keep", attempt },
      items: [],
    }));
    const saved = { intent: "save", attempt: String(attempt), rowVersion: "1" };
    post("/calibration/:setId/cases/:caseId", whose, path, form(saved));
  }
  for (const [records, whose] of [
    [world.own, "of this program"],
    [world.outside, WHOSE.outside],
  ] as const) {
    get("/instruments/:versionId", whose, `/instruments/${records.instrumentVersionId}`);
    get("/instruments/:versionId/print", whose, `/instruments/${records.instrumentVersionId}/print`);
    const draft = `/instruments/drafts/${records.instrumentDraftId}`;
    for (const part of ["", "/preview", "/print", "/publish"])
      get(`/instruments/drafts/:draftId${part}`, `draft ${whose}`, `${draft}${part}`);
    post(
      "/instruments/drafts/:draftId",
      `restore that ${whose}, which is not deleted`,
      `${draft}?index`,
      form({ intent: "restore" }),
    );
    post(
      "/instruments/drafts/:draftId/publish",
      `draft ${whose} that is not finished`,
      `${draft}/publish`,
      form({ hash: "as it was shown", effectiveFrom: daysAgo(0) }),
    );
    post(
      "/api/instrument-drafts/:draftId",
      `draft ${whose}, as it stands`,
      `/api/instrument-drafts/${records.instrumentDraftId}`,
      () => ({ baseVersion: 1, definition: EMPTY_INSTRUMENT }),
    );
    get("/instruments/:versionId/:format", whose, `/instruments/${records.instrumentVersionId}/json`);
    get("/plan/items/:kind/:itemId", whose, `/plan/items/step/${records.planStepId}`);
    post(
      "/plan/items/:kind/:itemId",
      whose,
      `/plan/items/step/${records.planStepId}`,
      form({ intent: "evidence", title: "Minutes" }),
    );
  }

  each((records, whose) => {
    post(
      "/people/:personId",
      `goal for the coachee ${whose}`,
      `/people/${records.personId}`,
      () =>
        new URLSearchParams({
          goalId: records.goalId,
          rowVersion: "1",
          title: "Goal of the permission matrix",
        }),
    );
    post(
      "/people/:personId/agreement",
      `a draft with the coachee ${whose}`,
      `/people/${records.personId}/agreement`,
      form({
        ...{ intent: "save", versionId: records.draftId, purpose: "Agreement of the permission matrix" },
        ...{ profile: "dose_only", startsOn: daysAgo(0) },
      }),
    );
    post(
      "/agreements/:agreementId",
      `sign that ${whose}`,
      `/agreements/${records.agreementId}`,
      form({ intent: "sign", versionId: records.signedVersionId, agreed: "on" }),
    );
    post(
      "/caseload/:coachId",
      `capacity ${whose}`,
      `/caseload/${records.coachId}?index`,
      form({ intent: "capacity", coachees: "10", startsOn: CAPACITY_FROM }),
    );
    post(
      "/caseload/:coachId/handover",
      `look at what would move ${whose}`,
      `/caseload/${records.coachId}/handover`,
      form({
        ...{ intent: "preview", id: randomUUID(), effectiveOn: daysAgo(-30) },
        receiverId: (records === world.own ? world.elsewhere : world.own).coachId,
      }),
    );
    post(
      "/handovers/:handoverId",
      `cancel that ${whose}`,
      `/handovers/${records.handoverId}`,
      form({ intent: "cancel" }),
    );
    post(
      "/groups/:groupId",
      `add the coachee to that at the site ${whose}`,
      `/groups/${records.groupId}`,
      form({ intent: "add-member", personId: records.personId, startsOn: CAPACITY_FROM }),
    );
    post("/sessions/new", `with the coachee ${whose}`, "/sessions/new", () => sessionForm(records));
    post("/api/sessions/sync", `kept for the coach ${whose}`, "/api/sessions/sync", () =>
      syncBody(records.accountId, sessionForm(records)),
    );
    post("/sessions/:sessionId/edit", whose, `/sessions/${records.sessionId}/edit`, () =>
      sessionForm(records, { id: records.sessionId, rowVersion: "1", endTime: "06:45" }),
    );
    post("/calendar/new", `with the coachee ${whose}`, "/calendar/new", () =>
      planForm(records, { repeats: "once" }),
    );
    post("/calendar/plans/:planId", `change that ${whose}`, `/calendar/plans/${records.planId}`, () =>
      planForm(records, { intent: "save", rowVersion: "1", endTime: "06:45" }),
    );
    post(
      "/calendar/plans/:planId",
      `end that ${whose}`,
      `/calendar/plans/${records.planId}`,
      form({ intent: "end", rowVersion: "2", lastOn: PLAN_ENDS_ON }),
    );
    post(
      "/sessions/:sessionId/planned",
      `another time for that ${whose}`,
      `/sessions/${records.plannedId}/planned`,
      () => planForm(records, { intent: "move", rowVersion: "1", sessionOn: daysAgo(-12) }),
    );
    post(
      "/sessions/:sessionId/planned",
      `call that ${whose} off`,
      `/sessions/${records.plannedId}/planned`,
      form({
        ...{ intent: "not-held", rowVersion: "2", newId: randomUUID(), status: "cancelled_by_coachee" },
        notHeldReason: "coachee_away",
        statusReason: "Away that day",
      }),
    );
    post(
      "/calendar",
      `put that ${whose} back`,
      "/calendar?index",
      form({ intent: "put-back", sessionId: records.plannedId }),
    );
    post(
      "/calendar",
      `call that ${whose} off for what stands in its way`,
      "/calendar?index",
      form({ intent: "call-off", sessionId: records.plannedId, rowVersion: "1" }),
    );
    post(
      "/sessions/:sessionId",
      `acknowledge that ${whose}`,
      `/sessions/${records.sessionId}`,
      form({ state: "acknowledged" }),
    );
    post(
      "/sessions/:sessionId",
      `answer to the coachee of that ${whose}`,
      `/sessions/${records.sessionId}`,
      () => new URLSearchParams({ ...reply(records.personId), id: randomUUID() }),
    );
    post(
      "/admin/openings",
      `a second look at the session ${whose}`,
      "/admin/openings",
      form({ ...OPENING, intent: "look", session: records.sessionId }),
    );
    post(
      "/admin/openings",
      `open the private note ${whose}`,
      "/admin/openings",
      () =>
        new URLSearchParams({
          ...{ ...OPENING, intent: "open", session: records.sessionId },
          ...{ openingId: randomUUID(), confirmed: "on" },
        }),
    );
    post(
      "/my-coaching",
      `action step of the coachee ${whose}`,
      "/my-coaching",
      form({ stepId: records.stepId, status: "open" }),
    );
    post("/inbox", `notice ${whose}`, "/inbox", form({ intent: "read", id: records.noticeId }));
    post(
      "/reviews/:assessmentId",
      `open review at the site ${whose}`,
      `/reviews/${records.openReviewId}`,
      form({ intent: "save" }),
    );
    post(
      "/reviews/:assessmentId",
      `open self-rating ${whose}`,
      `/reviews/${records.selfRatingId}`,
      form({ intent: "save" }),
    );
    post(
      "/reviews/:assessmentId",
      `accept the finished review ${whose}, which does not wait`,
      `/reviews/${records.finalReviewId}`,
      form({ intent: "accept", submission: "99" }),
    );
    post(
      "/my-fidelity/:assessmentId",
      `disagree with the review ${whose} without a word`,
      `/my-fidelity/${records.finalReviewId}`,
      () => new URLSearchParams({ id: randomUUID(), scoreVersion: "1", verdict: "disagrees" }),
    );
    post(
      "/api/assessments/:assessmentId/responses",
      `open review at the site ${whose}`,
      `/api/assessments/${records.openReviewId}/responses`,
      () => ({ kind: "answer", itemId: world.itemId, answer: "" }),
    );
    post(
      "/api/assessments/:assessmentId/responses",
      `open self-rating ${whose}`,
      `/api/assessments/${records.selfRatingId}/responses`,
      () => ({ kind: "answer", itemId: world.itemId, answer: "" }),
    );
    post(
      "/admin/people/:personId",
      `coachee ${whose}`,
      `/admin/people/${records.personId}`,
      form({ intent: "return-to-program" }),
    );
  });
  post(
    "/admin/people/new",
    "",
    "/admin/people/new",
    () =>
      new URLSearchParams({ givenName: "Robin", familyName: "Matrix", email: `${randomUUID()}@matrix.test` }),
  );
  for (const scope of EXPORT_SCOPES)
    post(
      "/exports",
      scope,
      "/exports?index",
      () => new URLSearchParams({ id: randomUUID(), scope, fromOn: "2026-01-01", untilOn: "2026-01-01" }),
    );
  post("/account", "renew the calendar address", "/account", form({ intent: "renew-calendar" }));
  post("/account", "take the calendar address back", "/account", form({ intent: "end-calendar" }));
  post("/groups", "at the site of the demo coach", "/groups?index", () => {
    const id = randomUUID();
    return new URLSearchParams({ id, kind: "group", name: `Matrix ${id}`, siteId: world.own.siteId });
  });
  post("/dosage", "as it is", "/dosage", form(world.dosage));
  post(
    "/admin/closures",
    "an unknown one",
    "/admin/closures",
    form({ intent: "withdraw", id: randomUUID() }),
  );
  post(
    "/admin/settings",
    "as they are",
    "/admin/settings",
    form({
      ...{ sessionLockDays: "10", sessionLockDaysBefore: "10", reason: "Nothing is to change" },
      ...{ acknowledgementDays: "14", acknowledgementDaysBefore: "14" },
    }),
  );
  post(
    "/account",
    "begin a second factor",
    "/account",
    form({ intent: "begin", password: "throughline-demo" }),
  );
  post(
    "/forgot-password",
    "",
    "/forgot-password",
    () => new URLSearchParams({ email: `${randomUUID()}@matrix.test` }),
  );
  post(
    "/reset-password",
    "with a link that is not valid",
    "/reset-password",
    form({ token: "expired", password: "a-long-enough-password" }),
  );
  post(
    "/sign-in",
    "with a wrong password",
    "/sign-in?index",
    () => new URLSearchParams({ email: `${randomUUID()}@matrix.test`, password: "wrong" }),
  );
  post("/sign-in/second-step", "with a wrong code", "/sign-in/second-step", form({ code: "000000" }));
  post("/sign-out", "", "/sign-out", form({}));
  return rows.map((row) => ({ ...row, path: row.method === "POST" ? indexed(row) : row.path }));
}

/** A form that is posted to an index page says so. */
function indexed({ pattern, path }: Row): string {
  return pattern === "/sessions/:sessionId" ? `${path}?index` : path;
}
