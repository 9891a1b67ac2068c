import type postgres from "postgres";
import { type StoredResponse, toItemResponses } from "#app/features/fidelity/answers.rules.ts";
import type { InstrumentDefinition } from "#fidelity/instruments/instrument.schema.ts";
import { itemRange } from "#fidelity/instruments/item-range.ts";
import { judgeCalibration, type PassRule } from "#fidelity/raters/judge-calibration.ts";
import { addMonths, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import type { Shape } from "./arguments.ts";
import { TableRows } from "./copy-rows.ts";
import type { People } from "./people.ts";
import { type Random, randomFor } from "./random.ts";
import { dayNumber, dayText } from "./working-days.ts";

type Answer = Omit<StoredResponse, "rowVersion">;

const DAY_MS = 86_400_000;
const PASS_RULE: PassRule = { kind: "exact", least: 0.75 };
const SETS = [
  {
    ...{ title: "Three recordings of coaching", madeDaysAgo: 450 },
    cases: [
      ["A first session: agreement and purpose", "Training library, shelf 2, recording 014"],
      ["A feedback talk after an observation", "Training library, shelf 2, recording 021"],
      ["Reviewing an action plan", "Training library, shelf 2, written observation 7"],
    ],
  },
  {
    ...{ title: "Two recordings to renew with", madeDaysAgo: 90 },
    cases: [
      ["A session after a break", "Training library, shelf 3, recording 002"],
      ["A talk about a setback", "Training library, shelf 3, recording 009"],
    ],
  },
] as const;

/** Days since the test, and how often somebody reads an item otherwise than the master. */
interface Tested {
  daysAgo: number;
  slips: number;
}
/** How raters stand in the demo program, in turn; whoever comes after these passed in good time. */
const STORIES: readonly (readonly Tested[])[] = [
  [{ daysAgo: 410, slips: 0.1 }],
  [
    { daysAgo: 300, slips: 0.1 },
    { daysAgo: 24, slips: 0.5 },
  ],
  [],
];
const DUE: readonly Tested[] = [{ daysAgo: 345, slips: 0.08 }];

/** A set of cases with the evaluator's master ratings, what raters made of it, and the share that is rated twice. */
export function buildRaters(
  shape: Shape,
  programId: string,
  people: People,
  given: { instrumentId: string; versionId: string; definition: InstrumentDefinition },
): TableRows[] {
  const random = randomFor(shape.seed, "calibration");
  const tables = tablesOf();
  const at = (day: number) => new Date(day * DAY_MS + DAY_MS / 2);
  const expert = people.demo.evaluator.id;
  const first = addSet(SETS[0], random);
  const second = addSet(SETS[1], randomFor(shape.seed, "calibration anew"));

  function addSet({ title, madeDaysAgo, cases: texts }: (typeof SETS)[number], own: Random) {
    const made = shape.today - madeDaysAgo;
    const setId = own.uuid();
    tables.sets.addRecord({
      ...{
        id: setId,
        program_id: programId,
        instrument_version_id: given.versionId,
        title,
      },
      ...{ pass_rule: PASS_RULE, valid_months: 12, due_days: 30, created_by_id: expert },
      ...{ created_at: at(made), published_at: at(made + 1) },
    });
    const cases = texts.map(([title, reference], index) => {
      const id = own.uuid();
      tables.cases.addRecord({
        id,
        program_id: programId,
        set_id: setId,
        number: index + 1,
        title,
        reference,
      });
      return { id, master: masterAnswers(given.definition, own, 0.55 + 0.2 * index) };
    });
    const attempt = (personId: string, day: number, answers: Answer[][], isMaster = false) => {
      const id = own.uuid();
      const pairs = answers.map((rated, place) => ({
        rating: toItemResponses(rated),
        reference: toItemResponses(cases[place]?.master ?? []),
      }));
      const { passed, figure } = judgeCalibration(given.definition, pairs, PASS_RULE);
      tables.attempts.addRecord({
        ...{ id, program_id: programId, set_id: setId, person_id: personId, is_master: isMaster, number: 1 },
        ...{ started_at: at(day - 1), submitted_at: at(day), submitted_on: dayText(day) },
        ...{ passed: isMaster ? null : passed, figure: isMaster ? null : figure },
      });
      for (const [place, rated] of answers.entries())
        tables.ratings.addRecord({
          ...{
            attempt_id: id,
            case_id: cases[place]?.id ?? "",
            program_id: programId,
            set_id: setId,
            person_id: personId,
          },
          ...{ is_master: isMaster, answers: JSON.stringify(rated), updated_at: at(day) },
        });
    };
    const master = cases.map((one) => one.master);
    attempt(expert, made, master, true);
    return {
      test: (personId: string, day: number, slips: number) =>
        attempt(
          personId,
          day,
          master.map((answers) => withSlips(given.definition, answers, own, slips)),
        ),
    };
  }

  const raters = people.staff.flatMap(({ supervisors }) => supervisors.map(({ id }) => id));
  const others = raters.filter((id) => id !== people.demo.supervisor.id);
  for (const id of raters) {
    const place = others.indexOf(id);
    // The last raters of the list, so that most pairs of the demo site have somebody reliable.
    const story = place < 0 ? DUE : STORIES[others.length - 1 - place];
    const tests = story ?? [{ daysAgo: 290 - (place % 40), slips: 0.06 + 0.01 * (place % 8) }];
    // A second test is with the other set: the answers of the first are known by then.
    for (const [index, { daysAgo, slips }] of tests.entries())
      (index === 0 ? first : second).test(id, shape.today - daysAgo, slips);
  }
  // Half of all while everybody gets to know the instrument, then a fifth.
  const since = dayText(shape.from).slice(0, 7);
  for (const [index, { startsOn, share }] of [
    { startsOn: `${since}-01`, share: 0.5 },
    { startsOn: addMonths(parseCalendarDate(`${since}-01`), 6), share: 0.2 },
  ].entries())
    tables.rules.addRecord({
      ...{
        id: random.uuid(),
        program_id: programId,
        instrument_id: given.instrumentId,
        version: index + 1,
        share,
      },
      ...{ period: "month", record_rule: "first", seed: `seed ${shape.seed}`, starts_on: startsOn },
      ...{ created_by_id: expert, created_at: at(shape.from - 30) },
    });
  return Object.values(tables);
}

function tablesOf() {
  return {
    sets: new TableRows("calibration_set"),
    cases: new TableRows("calibration_case"),
    attempts: new TableRows("calibration_attempt"),
    ratings: new TableRows("calibration_rating"),
    rules: new TableRows("double_rating_rule"),
  };
}

function masterAnswers(definition: InstrumentDefinition, random: Random, skill: number): Answer[] {
  return definition.items.map((item): Answer => {
    const plain = { itemId: item.id, value: null, text: null, detail: null, reason: null, comment: "" };
    if (item.type === "text")
      return { ...plain, code: "value", text: "One thing to try: ask first, then offer." };
    const { min, max } = itemRange(item) ?? { min: 0, max: 1 };
    const value = min + Math.round((max - min) * Math.min(1, Math.max(0, skill + random.next() * 0.6 - 0.3)));
    return { ...plain, code: "value", value };
  });
}

/** The same answers as somebody else reads them: now and then one step beside. */
export function withSlips(
  definition: InstrumentDefinition,
  answers: readonly Answer[],
  random: Random,
  slips: number,
): Answer[] {
  const items = new Map(definition.items.map((item) => [item.id, item]));
  return answers.map((answer) => {
    const item = items.get(answer.itemId);
    const range = item ? itemRange(item) : null;
    if (answer.value === null || range === null || !random.chance(slips)) return answer;
    const step = random.chance(0.5) ? 1 : -1;
    const value = answer.value + step;
    return { ...answer, value: value < range.min || value > range.max ? answer.value - step : value };
  });
}

/** What the product does when the second of two ratings comes in, for ratings that the seed has written. */
export async function completePairs(sql: postgres.TransactionSql): Promise<void> {
  const done = await sql<{ first: string; second: string }[]>`
    UPDATE double_rating pair SET completed_at = greatest(one.submitted_at, other.submitted_at),
      first_rater_id = one.rater_id, second_rater_id = other.rater_id
    FROM assessment one, assessment other
    WHERE one.id = pair.first_id AND other.id = pair.second_id AND one.state = 'final' AND other.state = 'final'
      AND pair.completed_at IS NULL AND pair.closed_at IS NULL
    RETURNING pair.first_id AS first, pair.second_id AS second`;
  const ids = done.flatMap(({ first, second }) => [first, second]);
  await sql`UPDATE assessment SET blind_to_id = NULL WHERE id = ANY (${ids}::uuid[])`;
}

/** The day of a second rating: some days after its window's target, before its grace ends. */
export function secondDay(
  { targetOn, graceEndsOn }: { targetOn: string; graceEndsOn: string },
  random: Random,
): number {
  return Math.min(dayNumber(graceEndsOn), dayNumber(targetOn) + random.int(0, 9));
}
