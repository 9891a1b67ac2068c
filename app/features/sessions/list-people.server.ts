import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { dayIn } from "#app/time/days.ts";
import { listClosures } from "./closures.queries.server.ts";
import { closuresAt } from "./closures.rules.ts";
import { byPerson, expectedAt, monthDose, monthWindow, nextDue, planWindow } from "./dose.rules.ts";
import { DUE_FILTERS, type DueFilter, isShown } from "./due-filter.ts";
import { listPeopleOfCoach } from "./people.queries.server.ts";
import type { PeoplePage, PersonCard } from "./session.types.ts";
import { listLeave, listPlannedLevels, listSessionDose } from "./sessions.queries.server.ts";

/** The acting coach's people of today, those who waited longest first, with this month's dose and the next due day. */
export async function listPeople(
  ctx: PersonContext,
  { show = "all" }: { show?: DueFilter } = {},
): Promise<PeoplePage> {
  const { accountId, personId: coachId, zone } = ctx.actor;
  const plan = { coachId, ...planWindow(ctx.now, zone) };
  const [rows, sessions, levels, leave, closures] = await inSql(ctx, (sql) =>
    Promise.all([
      listPeopleOfCoach(sql, coachId, ctx.today),
      listSessionDose(sql, { coachId, ...monthWindow(ctx.now, zone) }),
      listPlannedLevels(sql, plan),
      listLeave(sql, plan),
      listClosures(sql, plan),
    ]),
  );
  const sessionsOf = byPerson(sessions, expectedAt);
  const levelsOf = byPerson(levels, ({ coacheeId }) => [coacheeId]);
  const leaveOf = byPerson(leave, ({ personId }) => [personId]);
  const people = rows.map(({ zone: siteZone, siteId, heldOn, ...row }): PersonCard => {
    const facts = {
      coacheeId: row.id,
      sessions: sessionsOf.get(row.id) ?? [],
      levels: levelsOf.get(row.id) ?? [],
      leave: leaveOf.get(row.id) ?? [],
      closures: closuresAt(closures, [siteId]),
      today: dayIn(siteZone, ctx.now),
    };
    return { ...row, dose: monthDose(facts), due: nextDue(facts, heldOn) };
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
