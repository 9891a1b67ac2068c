import { parseArgs } from "node:util";
import { z } from "zod";
import { dayIn } from "#app/time/days.ts";
import { MOST_SITES, PACIFIC } from "./oregon.ts";
import { dayNumber, dayText } from "./working-days.ts";

export const USAGE = `npm run seed -- --demo [--sessions N]
npm run seed -- --sites 40 --coaches 200 --coachees 2000 --sessions 1000000 --from 2024-01-01
  --seed N         same number, same program (7)
  --today DAY      the day the program has reached (today)
  --reset-demo     first removes the demo program that is there`;

const whole = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d+$/, "expected a whole number")
    .transform(Number)
    .pipe(z.number().min(from, `expected at least ${from}`).max(to, `expected at most ${to}`));
const day = z
  .string()
  .refine(
    (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && dayText(dayNumber(text)) === text,
    "expected an existing day as YYYY-MM-DD",
  );

const options = z.object({
  demo: z.boolean().default(false),
  "reset-demo": z.boolean().default(false),
  sites: whole(2, MOST_SITES).optional(),
  coaches: whole(2, 5_000).optional(),
  coachees: whole(4, 100_000).optional(),
  sessions: whole(0, 20_000_000).optional(),
  from: day.optional(),
  today: day.optional(),
  seed: whole(0, 4_294_967_295).optional(),
});

/** How large the program is and which days it spans. */
export interface Shape {
  seed: number;
  /** Sites with coaching. */
  sites: number;
  /** Sites of the next wave, getting ready. */
  preparing: number;
  coaches: number;
  coachees: number;
  sessions: number;
  /** First day of coaching and the day reached, as day numbers. */
  from: number;
  today: number;
  reset: boolean;
}

const DEMO_SESSIONS = 21_600;
const DEMO_DAYS = 244;

/**
 * Reads the command line.
 * @throws Error with one line per fault
 */
export function readShape(argv: string[], now = new Date()): Shape {
  const parsed = options.safeParse(parse(argv));
  if (!parsed.success)
    throw new Error(
      parsed.error.issues.map((issue) => `--${issue.path.join(".")}: ${issue.message}`).join("\n"),
    );
  const given = parsed.data;
  const today = dayNumber(given.today ?? dayIn(PACIFIC, now));
  const common = { seed: given.seed ?? 7, today, reset: given["reset-demo"] };
  if (given.demo) return { ...common, ...demoShape(given, today) };
  const { sites, coaches, coachees, sessions } = given;
  if (sites === undefined || coaches === undefined || coachees === undefined || sessions === undefined)
    throw new Error(`Expected --demo, or all of --sites, --coaches, --coachees and --sessions\n\n${USAGE}`);
  const shape = {
    sites,
    coaches,
    coachees,
    sessions,
    from: given.from ? dayNumber(given.from) : today - DEMO_DAYS,
  };
  const faults = [
    coaches < sites && `--coaches: found ${coaches}, expected at least one for each of ${sites} sites`,
    coachees < coaches &&
      `--coachees: found ${coachees}, expected at least one for each of ${coaches} coaches`,
    shape.from > today - 60 &&
      `--from: found ${dayText(shape.from)}, expected at least 60 days before ${dayText(today)}`,
  ].filter(Boolean);
  if (faults.length > 0) throw new Error(faults.join("\n"));
  return { ...common, ...shape, preparing: Math.min(4, MOST_SITES - sites) };
}

function parse(argv: string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: argv,
      options: {
        demo: { type: "boolean" },
        "reset-demo": { type: "boolean" },
        sites: text,
        coaches: text,
        coachees: text,
        sessions: text,
        from: text,
        today: text,
        seed: text,
      },
    }).values;
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${USAGE}`);
  }
}

/** Eight months in, four sites; fewer people when fewer sessions are asked for, so that they stay busy. */
function demoShape(given: z.infer<typeof options>, today: number) {
  const named = (["sites", "coaches", "coachees"] as const).filter((name) => given[name] !== undefined);
  if (named.length > 0) throw new Error(`--demo decides --${named[0]} itself: leave one of them out`);
  const sessions = given.sessions ?? DEMO_SESSIONS;
  const coachees = Math.min(720, Math.max(64, Math.round(sessions / 30)));
  const from = given.from ? dayNumber(given.from) : today - DEMO_DAYS;
  if (from > today - 60) throw new Error(`--from: expected at least 60 days before ${dayText(today)}`);
  return {
    sites: 4,
    preparing: 4,
    coaches: Math.max(12, Math.round(coachees / 12)),
    coachees,
    sessions,
    from,
  };
}
