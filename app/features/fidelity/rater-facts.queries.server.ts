import type { Context } from "#app/access/context.ts";
import type { Sql } from "#app/db/in-transaction.server.ts";
import type { Day } from "#app/time/days.ts";
import type { CalibrationFact, RaterFacts } from "#fidelity/raters/rater-standing.ts";
import { addDays, parseCalendarDate } from "#fidelity/schedule/calendar.ts";
import { isPractice } from "./calibration.queries.server.ts";

const LIMIT = 20_000;

export interface RaterOfInstrument {
  personId: string;
  personName: string;
  instrumentId: string;
  instrumentTitle: string;
  facts: RaterFacts;
}

/**
 * The dated facts of raters, by person and instrument, as far as the actor may see them; jobs see those of the program.
 * Whoever is certified as a rater, was tested, or trains anew is in it; practice is no test.
 */
export async function listRaterFacts(
  sql: Sql,
  {
    personId = null,
    personIds = personId === null ? null : [personId],
    instrumentId = null,
  }: { personId?: string | null; personIds?: string[] | null; instrumentId?: string | null } = {},
): Promise<RaterOfInstrument[]> {
  const ofThese = (column: ReturnType<Sql>) =>
    personIds === null ? sql`true` : sql`${column} = ANY (${personIds}::uuid[])`;
  const [instruments, certified, tests, retrainings] = await Promise.all([
    sql<{ id: string; title: string }[]>`
      SELECT id, title FROM instrument WHERE ${instrumentId}::uuid IS NULL OR id = ${instrumentId} ORDER BY title LIMIT 200`,
    sql<{ personId: string; instrumentId: string | null; from: Day; until: Day; revokedOn: Day | null }[]>`
      SELECT person_id AS "personId", instrument_id AS "instrumentId", valid_from AS "from", valid_until AS "until",
             revoked_on AS "revokedOn"
      FROM certification
      WHERE kind = 'rater' AND NOT is_provisional AND ${ofThese(sql`person_id`)}
      ORDER BY valid_from LIMIT ${LIMIT}`,
    sql<(CalibrationFact & { personId: string; instrumentId: string })[]>`
      SELECT attempt.person_id AS "personId", version.instrument_id AS "instrumentId", attempt.submitted_on AS "on",
             attempt.passed, own.valid_months AS "validMonths", own.due_days AS "dueDays"
      FROM calibration_attempt attempt
      JOIN calibration_set own ON own.id = attempt.set_id
      JOIN instrument_version version ON version.id = own.instrument_version_id
      WHERE attempt.passed IS NOT NULL AND NOT ${isPractice(sql)} AND ${ofThese(sql`attempt.person_id`)}
      ORDER BY attempt.submitted_at LIMIT ${LIMIT}`,
    sql<{ personId: string; instrumentId: string; on: Day }[]>`
      SELECT person_id AS "personId", instrument_id AS "instrumentId", agreed_on AS "on" FROM rater_retraining
      WHERE ${ofThese(sql`person_id`)}
      ORDER BY agreed_on LIMIT ${LIMIT}`,
  ]);
  const ids = [
    ...new Set([certified, tests, retrainings].flatMap((rows) => rows.map((row) => row.personId))),
  ];
  const names = new Map(
    (
      await sql<{ id: string; name: string }[]>`
        SELECT id, given_name || ' ' || family_name AS name FROM person WHERE id = ANY (${ids}::uuid[])`
    ).map(({ id, name }) => [id, name]),
  );
  const lists = {
    certified: byPerson(certified),
    tests: byPerson(tests),
    retrainings: byPerson(retrainings),
  };
  const raters = ids.flatMap((person) =>
    instruments.flatMap(({ id, title }): RaterOfInstrument[] => {
      const of = <Row extends { instrumentId: string | null }>(rows: Map<string, Row[]>) =>
        (rows.get(person) ?? []).filter((row) => row.instrumentId === null || row.instrumentId === id);
      const facts: RaterFacts = {
        trained: of(lists.certified).map(({ from, until, revokedOn }) => ({
          from,
          to: revokedOn !== null && revokedOn <= until ? addDays(parseCalendarDate(revokedOn), -1) : until,
        })),
        calibrations: of(lists.tests),
        retrainings: of(lists.retrainings),
      };
      if (facts.trained.length + facts.calibrations.length + facts.retrainings.length === 0) return [];
      const personName = names.get(person) ?? "A rater";
      return [{ personId: person, personName, instrumentId: id, instrumentTitle: title, facts }];
    }),
  );
  return raters.sort((a, b) => a.personName.localeCompare(b.personName));
}

function byPerson<Row extends { personId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.personId);
    if (group) group.push(row);
    else groups.set(row.personId, [row]);
  }
  return groups;
}

/** The facts of one rater of one instrument; empty where there are none. */
export async function findRaterFacts(
  sql: Sql,
  given: { personId: string; instrumentId: string },
): Promise<RaterFacts> {
  const [row] = await listRaterFacts(sql, given);
  return row?.facts ?? { trained: [], calibrations: [], retrainings: [] };
}

/** Posted twice, it is one. Returns whether it was added. */
export async function insertRetraining(
  sql: Sql,
  ctx: Context,
  given: { id: string; personId: string; instrumentId: string; agreedById: string; reason: string },
): Promise<boolean> {
  const rows = await sql`
    INSERT INTO rater_retraining (id, program_id, person_id, instrument_id, agreed_on, agreed_by_id, reason, created_at)
    VALUES (${given.id}, ${ctx.actor.programId}, ${given.personId}, ${given.instrumentId}, ${ctx.today}, ${given.agreedById},
            ${given.reason}, ${ctx.now})
    ON CONFLICT (id) DO NOTHING
    RETURNING id`;
  return rows.length > 0;
}

/** Whether exactly this is agreed. */
export async function isRetrainingStored(
  sql: Sql,
  {
    id,
    personId,
    instrumentId,
    reason,
  }: { id: string; personId: string; instrumentId: string; reason: string },
): Promise<boolean> {
  const rows = await sql`
    SELECT FROM rater_retraining
    WHERE id = ${id} AND person_id = ${personId} AND instrument_id = ${instrumentId} AND reason = ${reason}`;
  return rows.length > 0;
}
