import { z } from "zod";
import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import { announceAgreement } from "#app/features/agreements/announce-agreement.server.ts";
import { announceHandover } from "#app/features/caseload/announce-handover.server.ts";
import { carryOutHandovers } from "#app/features/caseload/carry-out-handovers.server.ts";
import { proposeFades } from "#app/features/caseload/propose-fades.server.ts";
import { reconcileGroups } from "#app/features/caseload/reconcile-groups.server.ts";
import { announceDays } from "#app/features/fidelity/announce-days.server.ts";
import { announceRaterWords } from "#app/features/fidelity/announce-rater-words.server.ts";
import { announceResults } from "#app/features/fidelity/announce-results.server.ts";
import { announceReviewWords } from "#app/features/fidelity/announce-review-words.server.ts";
import { keepDoubleRatings } from "#app/features/fidelity/keep-double-ratings.server.ts";
import { keepImprovementPlans } from "#app/features/fidelity/keep-improvement-plans.server.ts";
import { purgeDrafts } from "#app/features/fidelity/purge-drafts.server.ts";
import { reconcileAssessments } from "#app/features/fidelity/reconcile-assessments.server.ts";
import { sendFidelityReminders } from "#app/features/fidelity/send-fidelity-reminders.server.ts";
import { refreshFigures } from "#app/features/outcomes/refresh-figures.server.ts";
import { releaseFigures } from "#app/features/outcomes/release-figures.server.ts";
import { announceOpenings } from "#app/features/sessions/announce-openings.server.ts";
import { announceWords } from "#app/features/sessions/announce-words.server.ts";
import { expireExports } from "#app/features/sessions/expire-exports.server.ts";
import { expireImports } from "#app/features/sessions/expire-imports.server.ts";
import { fillPlans } from "#app/features/sessions/fill-plans.server.ts";
import { lapseAcknowledgements } from "#app/features/sessions/lapse-acknowledgements.server.ts";
import { makeExports } from "#app/features/sessions/make-export.server.ts";
import { runImports } from "#app/features/sessions/run-imports.server.ts";
import { deliverMail } from "#app/notices/deliver-mail.server.ts";

/** What a job did, as counts for the job page. */
export type JobResult = Record<string, number | string | boolean | null>;

interface JobDefinition<S extends z.ZodType> {
  /** What it does, for the job page. */
  title: string;
  /** Ids only; a job reads the world as it is when it runs. */
  schema: S;
  attempts: number;
  run(ctx: Context<SystemActor>, payload: z.infer<S>): Promise<JobResult>;
}

const define = <S extends z.ZodType>(job: JobDefinition<S>): JobDefinition<S> => job;
const nothing = z.object({});

/** Every job. Each runs for one program, and may run twice, late, in parallel or again after a crash. */
export const JOBS = {
  "reconcile-assessments": define({
    title: "Match fidelity assessments to their schedule rules, open what is due to open",
    schema: z.object({ subjectId: z.guid().optional() }),
    attempts: 5,
    run: async (ctx, payload) => ({ ...(await reconcileAssessments(ctx, payload)) }),
  }),
  "send-fidelity-reminders": define({
    title: "Remind raters of due and overdue assessments, escalate late ones",
    schema: nothing,
    attempts: 5,
    run: async (ctx) => ({ ...(await sendFidelityReminders(ctx)) }),
  }),
  "keep-double-ratings": define({
    title: "Draw the reviews that are rated twice, open second ratings, write scores of record",
    schema: nothing,
    attempts: 5,
    run: async (ctx) => ({ ...(await keepDoubleRatings(ctx)) }),
  }),
  "announce-review-words": define({
    title: "Tell of reviews that were given back, amended or answered",
    schema: z.object({
      assessmentId: z.guid(),
      decisionId: z.guid().optional(),
      replyId: z.guid().optional(),
      amendment: z.string().max(20).optional(),
    }),
    attempts: 5,
    run: async (ctx, payload) => ({ ...(await announceReviewWords(ctx, payload)) }),
  }),
  "announce-days": define({
    title: "Tell raters of the days that were agreed for their reviews",
    schema: z.object({ moveId: z.guid() }),
    attempts: 5,
    run: announceDays,
  }),
  "announce-rater-words": define({
    title:
      "Tell raters that both ratings are in, that the other rater wrote, or that training anew was agreed",
    schema: z.object({
      pairId: z.guid().optional(),
      noteId: z.guid().optional(),
      retrainingId: z.guid().optional(),
    }),
    attempts: 5,
    run: async (ctx, payload) => ({ ...(await announceRaterWords(ctx, payload)) }),
  }),
  "keep-improvement-plans": define({
    title: "Propose improvement plans after low results, show and begin them, follow their re-assessments",
    schema: z.object({ assessmentId: z.guid().optional(), planId: z.guid().optional() }),
    attempts: 5,
    run: async (ctx, payload) => ({ ...(await keepImprovementPlans(ctx, payload)) }),
  }),
  "announce-results": define({
    title: "Tell a coach that feedback is ready",
    schema: z.object({ assessmentId: z.guid().optional() }),
    attempts: 5,
    run: async (ctx, payload) => ({ ...(await announceResults(ctx, payload)) }),
  }),
  "refresh-figures": define({
    title: "Recompute dashboard figures",
    schema: z.object({ siteId: z.guid().optional(), month: z.iso.date().optional() }),
    attempts: 5,
    run: async (ctx, payload) => ({ ...(await refreshFigures(ctx, payload)) }),
  }),
  "release-figures": define({
    title: "Release the figures of months whose records have locked",
    schema: nothing,
    attempts: 5,
    run: async (ctx) => ({ ...(await releaseFigures(ctx)) }),
  }),
  "lapse-acknowledgements": define({
    title: "Remind coachees of records that wait for their word, let unanswered ones lapse",
    schema: nothing,
    attempts: 5,
    run: async (ctx) => ({ ...(await lapseAcknowledgements(ctx)) }),
  }),
  "fill-session-plans": define({
    title: "Put the sessions of coaches' plans into the calendar, thirteen weeks ahead",
    schema: z.object({ personId: z.guid().optional() }),
    attempts: 5,
    run: async (ctx, payload) => ({ ...(await fillPlans(ctx, payload)) }),
  }),
  "announce-words": define({
    title: "Tell a coach that a record is disputed, a coachee that the coach answered",
    schema: z.object({ sessionId: z.guid() }),
    attempts: 5,
    run: async (ctx, payload) => ({ ...(await announceWords(ctx, payload)) }),
  }),
  "announce-openings": define({
    title: "Tell coach and coachee that an administrator opened their session in a safety case",
    schema: z.object({ sessionId: z.guid() }),
    attempts: 5,
    run: async (ctx, payload) => ({ ...(await announceOpenings(ctx, payload)) }),
  }),
  "announce-agreement": define({
    title: "Tell the parties of an agreement that a signature waits, that all have signed, or that it ended",
    schema: z.object({ versionId: z.guid() }),
    attempts: 5,
    run: async (ctx, payload) => ({ ...(await announceAgreement(ctx, payload)) }),
  }),
  "reconcile-groups": define({
    title: "Follow joiners and leavers of the units and groups that are coached together",
    schema: z.object({ personId: z.guid().optional() }),
    attempts: 5,
    run: async (ctx, payload) => ({ ...(await reconcileGroups(ctx, payload)) }),
  }),
  "propose-fades": define({
    title: "Propose the next lower intensity where the fade rule of the dosage schedule is met",
    schema: z.object({ personId: z.guid().optional(), sessionId: z.guid().optional() }),
    attempts: 5,
    run: async (ctx, payload) => ({ ...(await proposeFades(ctx, payload)) }),
  }),
  "carry-out-handovers": define({
    title: "Carry out the handovers whose day has come",
    schema: nothing,
    attempts: 5,
    run: async (ctx) => ({ ...(await carryOutHandovers(ctx)) }),
  }),
  "announce-handover": define({
    title: "Tell coaches and coachees of a handover",
    schema: z.object({ handoverId: z.guid() }),
    attempts: 5,
    run: async (ctx, payload) => ({ ...(await announceHandover(ctx, payload)) }),
  }),
  "deliver-mail": define({
    title: "Send waiting mail",
    schema: nothing,
    attempts: 3,
    run: async (ctx) => ({ ...(await deliverMail(ctx)) }),
  }),
  "make-exports": define({
    title: "Write the files of exports that people wait for",
    schema: z.object({ exportId: z.guid().optional() }),
    attempts: 5,
    run: async (ctx, payload) => ({ ...(await makeExports(ctx, payload)) }),
  }),
  "expire-exports": define({
    title: "Delete the files of exports older than a week",
    schema: nothing,
    attempts: 3,
    run: async (ctx) => ({ ...(await expireExports(ctx)) }),
  }),
  "purge-drafts": define({
    title: "Take away drafts of instruments that were deleted long ago",
    schema: nothing,
    attempts: 3,
    run: async (ctx) => ({ ...(await purgeDrafts(ctx)) }),
  }),
  "run-imports": define({
    title: "Check, store and take back imports of sessions that people wait for",
    schema: z.object({ importId: z.guid().optional() }),
    attempts: 5,
    run: async (ctx, payload) => ({ ...(await runImports(ctx, payload)) }),
  }),
  "expire-imports": define({
    title: "Delete the files of imports that nobody needs any more",
    schema: nothing,
    attempts: 3,
    run: async (ctx) => ({ ...(await expireImports(ctx)) }),
  }),
} as const;

export type JobName = keyof typeof JOBS;
export const JOB_NAMES = Object.keys(JOBS) as JobName[];

export function isJobName(name: string): name is JobName {
  return Object.hasOwn(JOBS, name);
}
