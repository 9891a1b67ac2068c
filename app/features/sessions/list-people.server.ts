import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { listAgreementMarks } from "#app/features/agreements/agreements.queries.server.ts";
import { dayIn } from "#app/time/days.ts";
import { plannedLevels } from "#fidelity/dosage/planned-levels.ts";
import { listClosures } from "./closures.queries.server.ts";
import { closuresAt } from "./closures.rules.ts";
import { byLastContact } from "./contacts.rules.ts";
import { listAssignmentsOfCoachees, listContacts, listLeave, listSchedules } from "./dose.queries.server.ts";
import { byPerson, monthDose, monthWindow, nextDue, planWindow } from "./dose.rules.ts";
import { DUE_FILTERS, type DueFilter, isShown } from "./due-filter.ts";
import { listPeopleOfCoach } from "./people.queries.server.ts";
import type { PeoplePage, PersonCard } from "./people.types.ts";

/** The acting coach's people of today, those who waited longest first, with this month's dose and the next due day. */
export async function listPeople(
  ctx: PersonContext,
  { show = "all" }: { show?: DueFilter } = {},
): Promise<PeoplePage> {
  const { accountId, personId: coachId, zone } = ctx.actor;
  const plan = { coachId, day: ctx.today, ...planWindow(ctx.now, zone) };
  const [rows, contacts, assignments, schedules, leave, closures, agreements] = await inSql(ctx, (sql) =>
    Promise.all([
      listPeopleOfCoach(sql, coachId, ctx.now),
      listContacts(sql, { day: ctx.today, from: monthWindow(ctx.now, zone).from }),
      listAssignmentsOfCoachees(sql, plan),
      listSchedules(sql, plan),
      listLeave(sql, plan),
      listClosures(sql, plan),
      listAgreementMarks(sql, { viewerId: coachId, today: ctx.today, coachId }),
    ]),
  );
  const agreed = new Set(
    agreements.filter(({ state }) => state === "in-force").map(({ coacheeId }) => coacheeId),
  );
  const contactsOf = byPerson(contacts, ({ coacheeId }) => [coacheeId]);
  const assignmentsOf = byPerson(assignments, ({ coacheeId }) => [coacheeId]);
  const leaveOf = byPerson(leave, ({ personId }) => [personId]);
  const people = byLastContact(rows, contactsOf).map(({ zone: siteZone, siteId, ...row }): PersonCard => {
    const facts = {
      coacheeId: row.id,
      contacts: contactsOf.get(row.id) ?? [],
      levels: plannedLevels(assignmentsOf.get(row.id) ?? [], schedules),
      leave: leaveOf.get(row.id) ?? [],
      closures: closuresAt(closures, [siteId]),
      today: dayIn(siteZone, ctx.now),
    };
    return { ...row, hasAgreement: agreed.has(row.id), dose: monthDose(facts), due: nextDue(facts) };
  });
  const counts = Object.fromEntries(
    DUE_FILTERS.map((each) => [each, people.filter(({ due }) => isShown(due, each)).length]),
  ) as PeoplePage["counts"];
  return {
    accountId,
    today: ctx.today,
    show,
    counts,
    people: people.filter(({ due }) => isShown(due, show)),
  };
}
