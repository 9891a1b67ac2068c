import { randomUUID } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { listAgreementMarks } from "#app/features/agreements/agreements.queries.server.ts";
import { pageOf } from "#app/http/pagination.ts";
import { dayIn, timeIn } from "#app/time/days.ts";
import { plannedLevels } from "#fidelity/dosage/planned-levels.ts";
import { listClosures } from "./closures.queries.server.ts";
import { closuresAt } from "./closures.rules.ts";
import { lastContact } from "./contacts.rules.ts";
import { listItem } from "./describe-session.ts";
import {
  listAssignmentsOfCoachees,
  listContacts,
  listCycleFacts,
  listLeave,
  listPlannedLevels,
  listSchedules,
  listSessionDose,
} from "./dose.queries.server.ts";
import {
  dosePattern,
  monthDose,
  monthWindow,
  nextDue,
  personWindow,
  planWindow,
  withCycles,
} from "./dose.rules.ts";
import { findMaybeCoachee, listFunctionsInForce, listGoals, listOpenSteps } from "./people.queries.server.ts";
import type { PersonPage } from "./people.types.ts";
import { listKeptNotes, listPlannedOf } from "./planned-sessions.queries.server.ts";
import { openOwnNote } from "./private-note.server.ts";
import { listSessionsOfCoach } from "./session-lists.queries.server.ts";
import { listPlans } from "./session-plans.queries.server.ts";
import { findRecordDays } from "./session-records.queries.server.ts";

const HISTORY_SIZE = 10;

/** The card of one of the acting coach's people, also of those coached in the past. */
export async function readPerson(
  ctx: PersonContext,
  { personId, page }: { personId: string; page: number },
): Promise<PersonPage> {
  const { personId: coachId } = ctx.actor;
  return inSql(ctx, async (sql) => {
    const coachee = await findMaybeCoachee(sql, coachId, personId);
    if (!coachee) throw new Problem("not-found", { subject: "person", id: personId });
    const today = dayIn(coachee.zone, ctx.now);
    const pair = { coachId, coacheeId: personId };
    const whose = { coacheeId: personId, day: today };
    const plan = planWindow(ctx.now, coachee.zone);
    const [
      goals,
      steps,
      rows,
      functions,
      dose,
      contacts,
      assignments,
      schedules,
      levels,
      leave,
      closures,
      days,
      history,
      planned,
      plans,
      kept,
      [agreement],
    ] = await Promise.all([
      listGoals(sql, pair),
      listOpenSteps(sql, { ...pair, viewerId: coachId }),
      listSessionsOfCoach(sql, coachId, { person: personId, today }, { page, pageSize: HISTORY_SIZE }),
      listFunctionsInForce(sql, today),
      listSessionDose(sql, { ...pair, ...personWindow(today) }),
      listContacts(sql, { ...whose, from: monthWindow(ctx.now, coachee.zone).from }),
      listAssignmentsOfCoachees(sql, { ...whose, from: plan.from }),
      listSchedules(sql, plan),
      listPlannedLevels(sql, { ...pair, ...plan }),
      listLeave(sql, { personIds: [personId], ...plan }),
      listClosures(sql, plan),
      findRecordDays(sql),
      listCycleFacts(sql, { coachId, coacheeIds: [personId] }),
      listPlannedOf(sql, { ...pair, today }),
      listPlans(sql, { coachId, today, personId }),
      listKeptNotes(sql, { authorId: coachId, coacheeId: personId }),
      listAgreementMarks(sql, { viewerId: coachId, today, ...pair }),
    ]);
    const sessions = withCycles(dose, history, personWindow(today).from);
    const facts = {
      coacheeId: personId,
      closures: closuresAt(closures, [coachee.siteId]),
      ...{ leave, today },
    };
    const ofAnyCoach = { ...facts, contacts, levels: plannedLevels(assignments, schedules) };
    const items = rows.map((row) => listItem(row, days, ctx.now));
    return {
      person: { id: coachee.id, name: coachee.name, jobTitle: coachee.jobTitle, siteName: coachee.siteName },
      assignment: { intensity: coachee.intensity, startsOn: coachee.startsOn, endsOn: coachee.endsOn },
      today,
      dose: monthDose(ofAnyCoach),
      due: nextDue(ofAnyCoach),
      lastContact: lastContact(contacts),
      pattern: dosePattern({ ...facts, sessions, levels }),
      goals,
      newGoalId: randomUUID(),
      steps,
      planned: planned.map(({ id, on, zone, startsAt }) => ({
        id,
        on,
        startTime: startsAt && timeIn(zone, startsAt),
      })),
      plans,
      keptNotes: kept.map((row) => ({
        id: row.sessionId,
        on: row.on,
        note: openOwnNote(row, coachId, row.sessionId).privateNote,
      })),
      sessions: pageOf(items, page, HISTORY_SIZE),
      functions,
      agreement: agreement ?? null,
      permissions: {
        canLog: coachee.startsOn <= today && (coachee.endsOn === null || coachee.endsOn > today),
      },
    };
  });
}
