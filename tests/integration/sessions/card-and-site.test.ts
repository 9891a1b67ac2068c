import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listSiteDose } from "#app/features/outcomes/list-site-dose.server.ts";
import { listPeople } from "#app/features/sessions/list-people.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { readPerson } from "#app/features/sessions/read-person.server.ts";
import type { Day } from "#app/time/days.ts";
import {
  addClosure,
  addLeave,
  addPerson,
  addSite,
  assignCoach,
  type TestPerson,
} from "#tests/factories/people.ts";
import { addDosageSchedule } from "#tests/factories/sessions.ts";
import { type Coaching, setUpCoaching } from "./coaching.ts";

let it: Coaching;
let lead: TestPerson;
beforeAll(async () => {
  it = await setUpCoaching();
  await addDosageSchedule(it.owner, it.program, { intensity: "high", sessionsPerMonth: 4 });
  lead = await addPerson(it.owner, it.program, { role: "lead" });
});
afterAll(() => it.close());

const FIRST = Date.UTC(2026, 8, 1);
const dayAt = (index: number): Day => new Date(FIRST + index * 86_400_000).toISOString().slice(0, 10);
/** 1 September 2026 to 18 November: both ends of a month, a month before, and days still to come. */
const someDay = fc.integer({ min: 0, max: 78 });
const span = fc.record({ from: someDay, days: fc.integer({ min: 1, max: 60 }), isOpen: fc.boolean() });
const history = fc.record({
  zone: fc.constantFrom("America/Los_Angeles", "America/Boise"),
  // One of each coach: two of one coach do not overlap.
  assignments: fc.tuple(
    ...[0, 1, 2].map(() =>
      fc.option(fc.record({ span, intensity: fc.constantFrom("moderate" as const, "high" as const) })),
    ),
  ),
  sessions: fc.array(
    fc.record({
      on: someDay,
      coach: fc.nat(2),
      beside: fc.option(fc.nat(2)),
      presence: fc.constantFrom("full" as const, "partial" as const, "absent" as const, "alone" as const),
      isHeld: fc.boolean(),
    }),
    { maxLength: 8 },
  ),
  leave: fc.option(span),
  closure: fc.option(span),
  /** Noon, and hours at which the two zones have two days. */
  at: fc.constantFrom("2026-11-16T20:00:00Z", "2026-11-16T07:30:00Z", "2026-12-01T07:30:00Z"),
});

test("the card, the page of the person and the row of the site say the same, whatever happened before", async () => {
  await fc.assert(
    fc.asyncProperty(history, async ({ zone, assignments, sessions, leave, closure, at }) => {
      const { owner, program } = it;
      const now = new Date(at);
      const site = await addSite(owner, program, { zone });
      const coaches = [];
      for (let index = 0; index < 3; index += 1)
        coaches.push(await addPerson(owner, program, { role: "coach", site }));
      const [coachee, other] = [
        await addPerson(owner, program, { role: "coachee", site }),
        await addPerson(owner, program, { role: "coachee", site }),
      ];
      for (const [index, coach] of coaches.entries()) {
        await assignCoach(owner, { coach, coachee: other, site });
        const given = assignments[index];
        if (given)
          await assignCoach(owner, {
            ...{ coach, coachee, site, intensity: given.intensity, startsOn: dayAt(given.span.from) },
            endsOn: given.span.isOpen ? null : dayAt(given.span.from + given.span.days),
          });
      }
      if (leave)
        await addLeave(owner, coachee, {
          firstOn: dayAt(leave.from),
          lastOn: dayAt(leave.from + leave.days),
        });
      if (closure)
        await addClosure(owner, program, {
          ...{ site, firstOn: dayAt(closure.from), lastOn: dayAt(closure.from + (closure.days % 5)) },
        });
      for (const { on, coach, beside, presence, isHeld } of sessions) {
        const { span } = assignments[coach] ?? {};
        if (!span) continue;
        // A day still to come, or one on which somebody is absent alone, is refused: that is no part of the history.
        const companion = beside === null || beside === coach ? null : (coaches[beside] as TestPerson);
        await logSession(
          await it.as(coaches[coach] as TestPerson, now),
          it.log({
            ...{ sessionOn: dayAt(span.from + (on % span.days)), startTime: "09:00", endTime: "10:00" },
            attendeeIds: presence === "alone" ? [coachee.id] : [coachee.id, other.id],
            ...(presence === "absent" && { attendance: { [coachee.id]: "absent" } }),
            ...(presence === "partial" && {
              attendance: { [coachee.id]: "partial" },
              attendeeMinutes: { [coachee.id]: 20 },
            }),
            ...(companion && { alsoThere: [{ personId: companion.id, role: "co_coach" }] }),
            ...(!isHeld && {
              ...{ status: "cancelled_by_coachee", notHeldReason: "coachee_away", statusReason: "Away" },
            }),
          }),
        );
      }
      const { rows } = await listSiteDose(await it.as(lead, now), site.id, { show: "all", page: 1 });
      for (const coach of coaches) {
        const ctx = await it.as(coach, now);
        const { people } = await listPeople(ctx);
        for (const { id } of [coachee, other]) {
          const row = rows.find((each) => each.id === id);
          const card = people.find((each) => each.id === id);
          if (!card) continue;
          expect({ due: card.due, on: card.lastContactOn, delivered: card.dose.deliveredSessions }).toEqual({
            ...{ due: row?.due, on: row?.lastOn, delivered: row?.deliveredSessions },
          });
          expect(card.dose.plannedSessions).toBeCloseTo(row?.plannedSessions ?? Number.NaN);
          const page = await readPerson(ctx, { personId: id, page: 1 });
          expect(page).toMatchObject({ due: card.due, dose: card.dose });
          expect(page.lastContact.lastContactOn).toBe(card.lastContactOn);
        }
      }
    }),
    { numRuns: 15 },
  );
}, 300_000);
