import type { PersonContext } from "#app/access/context.ts";
import { ROLE_LABELS, type Role } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { Problem, requireThat } from "#app/errors/problem.ts";
import { canAdminister } from "./admin.policy.ts";
import type { Assignment, AssignmentKind, PersonDetail } from "./admin.types.ts";
import { listAssignments } from "./assignments.queries.server.ts";
import { listCertifications, listLeaves } from "./certifications.queries.server.ts";
import { spanState } from "./dated-fact.rules.ts";
import { findMaybePerson, listHolders } from "./people.queries.server.ts";
import { listPlaces, type PlaceRow } from "./places.queries.server.ts";

/** A person with every dated fact, and the choices of the forms. */
export async function readPerson(
  ctx: PersonContext,
  { personId }: { personId: string },
): Promise<PersonDetail> {
  requireThat(canAdminister(ctx.actor), { subject: "person", id: personId });
  const { programId } = ctx.actor;
  const { today } = ctx;
  const [person, rows, certifications, leaves, places, supervisors, coaches] = await inSql(ctx, (sql) =>
    Promise.all([
      findMaybePerson(sql, programId, personId),
      listAssignments(sql, programId, personId),
      listCertifications(sql, programId, personId),
      listLeaves(sql, programId, personId),
      listPlaces(sql, programId),
      listHolders(sql, { programId, role: "supervisor", today }),
      listHolders(sql, { programId, role: "coach", today }),
    ]),
  );
  if (!person) throw new Problem("not-found", { subject: "person", id: personId });
  const assignments = rows.map(
    (row): Assignment => ({
      ...row,
      title: row.kind === "role" ? ROLE_LABELS[row.title as Role] : row.title,
      detail: row.kind === "role" ? (row.detail ?? "Whole program") : row.detail,
      state: spanState(row, today),
    }),
  );
  const ofKind = (kind: AssignmentKind) => assignments.filter((assignment) => assignment.kind === kind);
  return {
    person,
    today,
    assignments: {
      role: ofKind("role"),
      site: ofKind("site"),
      supervision: ofKind("supervision"),
      coach: ofKind("coach"),
    },
    certifications: [...certifications],
    leaves: [...leaves],
    options: {
      regions: places
        .filter(({ kind }) => kind === "region")
        .map(({ id, name }) => ({ value: `region:${id}`, label: name })),
      places: byRegion(places.filter(({ kind }) => kind !== "region")),
      supervisors: supervisors.filter(({ value }) => value !== personId),
      coaches: coaches.filter(({ value }) => value !== personId),
    },
  };
}

function byRegion(places: readonly PlaceRow[]): PersonDetail["options"]["places"] {
  return [...new Set(places.map(({ regionName }) => regionName))].map((group) => ({
    group,
    options: places
      .filter(({ regionName }) => regionName === group)
      .map(({ kind, id, name }) => ({ value: `${kind}:${id}`, label: name })),
  }));
}
