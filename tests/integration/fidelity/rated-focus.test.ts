import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { PersonContext } from "#app/access/context.ts";
import { openDatabase } from "#app/db/client.server.ts";
import { readItemCourses, readRatedFocus } from "#app/features/fidelity/read-rated-focus.server.ts";
import { logSession } from "#app/features/sessions/log-session.server.ts";
import { openSessionForm } from "#app/features/sessions/open-session-form.server.ts";
import { readOfflinePack } from "#app/features/sessions/read-offline-pack.server.ts";
import {
  addAssessment,
  addInstrument,
  addRatedCoach,
  SMALL_CHECKLIST,
  type TestInstrument,
} from "#tests/factories/fidelity.ts";
import {
  addPerson,
  addProgram,
  assignCoach,
  type TestPerson,
  type TestProgram,
  type TestSite,
} from "#tests/factories/people.ts";
import { addPracticeProfile, sessionLog } from "#tests/factories/sessions.ts";
import { contextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

const owner = postgres(testDatabase().ownerUrl, { max: 2, onnotice: () => {} });
const web = openDatabase(testDatabase().webUrl, { connections: 4 });
afterAll(() => Promise.all([owner.end(), web.close()]));

const DEFINITION = {
  ...SMALL_CHECKLIST,
  items: SMALL_CHECKLIST.items.map((item, index) => ({ ...item, essentialFunctionId: `PC-${index + 1}` })),
};

let program: TestProgram;
let site: TestSite;
let coach: TestPerson;
let supervisor: TestPerson;
let coachee: TestPerson;
let other: TestPerson;
let instrument: TestInstrument;
let functionIds: string[];
let asCoach: PersonContext;

beforeEach(async () => {
  program = await addProgram(owner);
  ({ functionIds } = await addPracticeProfile(owner, program));
  instrument = await addInstrument(owner, program, { definition: DEFINITION });
  ({ coach, supervisor, site } = await addRatedCoach(owner, program));
  coachee = await addPerson(owner, program, { role: "coachee", site });
  other = await addPerson(owner, program, { role: "coachee", site });
  await assignCoach(owner, { coach, coachee, site });
  await assignCoach(owner, { coach, coachee: other, site });
  asCoach = await contextFor(web, coach);
});

/** A final review with these answers. */
async function review(
  on: string,
  values: [number, number, number, number],
  given: { who?: TestPerson; rater?: TestPerson; of?: TestInstrument } = {},
): Promise<string> {
  const { who = coach, rater = supervisor, of = instrument } = given;
  const id = await addAssessment(owner, of, { coach: who, rater, site });
  for (const [index, itemId] of ["a1", "a2", "b1", "b2"].entries())
    await owner`
      INSERT INTO assessment_response (assessment_id, item_id, program_id, code, value)
      VALUES (${id}, ${itemId}, ${program.id}, 'value', ${values[index] ?? 0})`;
  await owner`
    UPDATE assessment SET state = 'final', submitted_at = ${`${on}T20:00:00Z`}, submitted_on = ${on}, observed_on = ${on}
    WHERE id = ${id}`;
  await owner`
    INSERT INTO assessment_score (assessment_id, score_version, program_id, site_id, points, possible, percent, result,
      critical_failures, sections, computed_at)
    VALUES (${id}, 1, ${program.id}, ${site.id}, 1, 2, 50, 'not_met', '{}', '[]', ${`${on}T20:00:00Z`})`;
  return id;
}

test("the coach's own low and fallen items stand first on the form and in the pack, with their reason", async () => {
  await review("2026-09-10", [1, 2, 3, 2]);
  await review("2026-11-04", [1, 1, 1, 2]);
  const ratedFocus = await readRatedFocus(asCoach);
  expect(ratedFocus).toEqual([
    { functionId: functionIds[2], personId: null, reason: "Rated 1 of 3 on 4 Nov 2026" },
    { functionId: functionIds[1], personId: null, reason: "Rated 1 of 2 on 4 Nov 2026, 2 of 2 before" },
  ]);
  const form = await openSessionForm(asCoach, { personId: coachee.id, isPlan: false, ratedFocus });
  expect(
    form.functions.filter(({ isSuggested }) => isSuggested).map(({ id, reason }) => [id, reason]),
  ).toEqual([
    [functionIds[1], "Rated 1 of 2 on 4 Nov 2026, 2 of 2 before"],
    [functionIds[2], "Rated 1 of 3 on 4 Nov 2026"],
  ]);
  expect(form.functions.slice(0, 2).every(({ isSuggested }) => isSuggested)).toBe(true);
  expect((await readOfflinePack(asCoach, ratedFocus)).ratedFocus).toEqual(ratedFocus);
});

test("what is held back, not final, of oneself, long past or of a later correction's state suggests nothing", async () => {
  for (const change of [
    owner`is_held = true`,
    owner`state = 'submitted'`,
    owner`rater_type = 'self', rater_id = subject_id`,
    owner`observed_on = '2026-01-05'`,
  ]) {
    const id = await review("2026-11-04", [0, 0, 0, 0]);
    await owner`UPDATE assessment SET ${change} WHERE id = ${id}`;
  }
  expect(await readRatedFocus(asCoach)).toEqual([]);
  expect(await readRatedFocus(await contextFor(web, supervisor))).toEqual([]);
});

test("a practitioner's items are suggested to a coach who rated them, for that person alone; nobody else reads them", async () => {
  const practice = await addInstrument(owner, program, {
    definition: { ...DEFINITION, code: "practice", subject: "practitioner" },
    rule: { id: "practice" },
  });
  await review("2026-11-04", [1, 2, 0, 2], { who: coachee, rater: coach, of: practice });
  await review("2026-11-04", [1, 0, 3, 2], { who: other, rater: supervisor, of: practice });
  const ratedFocus = await readRatedFocus(asCoach);
  expect(ratedFocus).toEqual([
    { functionId: functionIds[2], personId: coachee.id, reason: "Rated 0 of 3 on 4 Nov 2026" },
  ]);
  const reasonsFor = async (personId: string) =>
    (await openSessionForm(asCoach, { personId, isPlan: false, ratedFocus })).functions.flatMap(
      ({ reason }) => reason ?? [],
    );
  expect(await reasonsFor(coachee.id)).toEqual(["Rated 0 of 3 on 4 Nov 2026"]);
  expect(await reasonsFor(other.id)).toEqual([]);
  expect(await readItemCourses(asCoach)).toEqual([]);
});

test("an item stands between its two ratings with the sessions that were about it", async () => {
  await review("2026-10-01", [1, 2, 1, 2]);
  for (const [sessionOn, focus] of [
    ["2026-10-08", 2],
    ["2026-10-15", 2],
    ["2026-10-22", 1],
  ] as const)
    expect(
      await logSession(
        asCoach,
        sessionLog({
          ...{ id: randomUUID(), attendeeIds: [coachee.id], focusIds: [functionIds[focus] ?? ""], sessionOn },
        }),
      ),
    ).toMatchObject({ state: "stored" });
  expect(await readItemCourses(asCoach)).toMatchObject([{ itemId: "b1", sessions: 2, after: null }]);
  await review("2026-10-20", [1, 2, 3, 2]);
  expect(await readItemCourses(asCoach)).toMatchObject([
    {
      ...{ itemId: "b1", sessions: 2, before: { on: "2026-10-01", words: "1 of 3" } },
      after: { on: "2026-10-20", words: "3 of 3", isHigher: true },
    },
  ]);
});
