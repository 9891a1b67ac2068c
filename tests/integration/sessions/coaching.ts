import postgres from "postgres";
import { type Database, openDatabase } from "#app/db/client.server.ts";
import type { SessionInput } from "#app/features/sessions/session.schema.ts";
import {
  addPerson,
  addProgram,
  addSite,
  addUnit,
  assignCoach,
  certify,
  type TestPerson,
  type TestProgram,
  type TestSite,
} from "#tests/factories/people.ts";
import {
  addDosageSchedule,
  addPracticeProfile,
  sessionLog,
  type TestProfile,
} from "#tests/factories/sessions.ts";
import { contextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

/** A coach with one coachee at a site in the Pacific zone, and the connections to look at it. */
export interface Coaching {
  owner: postgres.Sql;
  web: Database;
  program: TestProgram;
  site: TestSite;
  coach: TestPerson;
  coachee: TestPerson;
  supervisor: TestPerson;
  profile: TestProfile;
  log: (given?: Partial<SessionInput>) => SessionInput;
  as: (person: TestPerson, now?: Date) => ReturnType<typeof contextFor>;
  close: () => Promise<void>;
}

export async function setUpCoaching({ zone = "America/Los_Angeles" } = {}): Promise<Coaching> {
  const owner = postgres(testDatabase().ownerUrl, {
    max: 2,
    onnotice: () => {},
    types: { day: { to: 1082, from: [1082], serialize: (day: string) => day, parse: (day: string) => day } },
  });
  const web = openDatabase(testDatabase().webUrl, { connections: 6 });
  const program = await addProgram(owner);
  const site = await addSite(owner, program, { zone });
  const unit = await addUnit(owner, site);
  const coach = await addPerson(owner, program, {
    role: "coach",
    site,
    unit,
    givenName: "Cora",
    familyName: "Coach",
  });
  const coachee = await addPerson(owner, program, {
    role: "coachee",
    site,
    unit,
    givenName: "Elio",
    familyName: "Ember",
  });
  const supervisor = await addPerson(owner, program, { role: "supervisor", site });
  await assignCoach(owner, { coach, coachee, site, unit });
  await certify(owner, coach);
  await addDosageSchedule(owner, program);
  const profile = await addPracticeProfile(owner, program);
  return {
    owner,
    web,
    program,
    site,
    coach,
    coachee,
    supervisor,
    profile,
    log: (given = {}) =>
      sessionLog({ attendeeIds: [coachee.id], focusIds: profile.functionIds.slice(0, 1), ...given }),
    as: (person, now) => contextFor(web, person, { now }),
    close: async () => {
      await Promise.all([owner.end(), web.close()]);
    },
  };
}

/** How many rows of each table of the sessions belong to this id. */
export async function rowsOf(owner: postgres.Sql, sessionId: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [table, column] of [
    ["coaching_session", "id"],
    ["session_attendee", "session_id"],
    ["session_focus", "session_id"],
    ["session_strategy", "session_id"],
    ["session_goal_progress", "session_id"],
    ["session_action_review", "session_id"],
    ["session_summary", "session_id"],
    ["session_private_note", "session_id"],
    ["action_step", "session_id"],
    ["domain_event", "subject_id"],
  ] as const) {
    const [row] =
      await owner`SELECT count(*)::int AS n FROM ${owner(table)} WHERE ${owner(column)}::text = ${sessionId}`;
    counts[table] = row?.n;
  }
  return counts;
}
