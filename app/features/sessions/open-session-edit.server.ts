import { randomUUID } from "node:crypto";
import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem } from "#app/errors/problem.ts";
import { ofPerson, withNamed, withReviewed, withSuggestions, withTouched } from "./new-session-form.ts";
import {
  listCoacheeNames,
  listCompanions,
  listFunctionsInForce,
  listGoalChoices,
  listStepChoices,
} from "./people.queries.server.ts";
import { readSession } from "./read-session.server.ts";
import type { RatedFocus, SessionFormPage } from "./session-form.types.ts";
import { valuesOfRecord } from "./session-form-values.ts";

/** A stored record of the acting coach in the form, to be changed or, when it was only planned, completed. */
export async function openSessionEdit(
  ctx: PersonContext,
  sessionId: string,
  ratedFocus: readonly RatedFocus[] = [],
): Promise<SessionFormPage> {
  const { personId: coachId, accountId, name } = ctx.actor;
  const { session, conversation, privateNote, permissions, today } = await readSession(ctx, sessionId);
  const person = session.attendees[0];
  if (session.coach.id !== coachId || !conversation || !person)
    throw new Problem("not-found", { subject: "session", id: sessionId });
  if (!permissions.canEdit && !permissions.canComplete && !permissions.canAmend)
    throw new Problem("not-allowed", { subject: "session", id: sessionId });
  const personIds = session.attendees.map(({ id }) => id);
  const ofThese = { coachId, day: session.sessionOn, personIds };
  const [people, functions, companions, goals, openSteps] = await inSql(ctx, (sql) =>
    Promise.all([
      listCoacheeNames(sql, coachId, session.sessionOn),
      listFunctionsInForce(sql, session.sessionOn),
      listCompanions(sql, session.sessionOn),
      listGoalChoices(sql, ofThese),
      listStepChoices(sql, ofThese),
    ]),
  );
  const values = valuesOfRecord(session, conversation, privateNote, randomUUID());
  const purpose = permissions.canComplete ? "complete" : "edit";
  return {
    accountId,
    purpose,
    sessionId,
    rowVersion: session.rowVersion,
    coach: { id: coachId, name },
    person: { id: person.id, name: person.name },
    others: [
      ...session.attendees.slice(1).map(({ id, name }) => ({ id, name })),
      ...people.filter(({ id }) => session.attendees.every((attendee) => attendee.id !== id)),
    ],
    today,
    zone: session.zone,
    editableUntil: permissions.canEdit ? session.editableUntil : null,
    isAmendment: permissions.canAmend,
    functions: withSuggestions(
      functions,
      session.focus.map(({ id }) => id),
      // A record says what it was about; what a review suggests is for what comes.
      purpose === "complete" ? ofPerson(ratedFocus, person.id) : [],
    ),
    goals: withTouched(goals, conversation, person.id),
    openSteps: withReviewed(openSteps, conversation, person, session.attendees),
    companions: withNamed(companions, session.companions),
    values: purpose === "complete" ? { ...values, status: ["held"] } : values,
  };
}
