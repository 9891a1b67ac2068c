import { violatedConstraint } from "#app/db/constraints.server.ts";
import { type Refusal, refuse } from "#app/errors/problem.ts";

/** What a constraint of the database says to the person at the form: the field, and what to do. */
const MESSAGES: Record<string, [field: string, message: string]> = {
  coach_assignment_once_at_a_time: [
    "startsOn",
    "Is coached by this person already in that time. End that first, or start later",
  ],
  coach_assignment_dates: ["endsOn", "Choose a day after the start"],
  coach_assignment_not_self: ["personId", "Nobody coaches themselves"],
  coaching_group_program_id_site_id_name_key: ["name", "The site has a group of this name already"],
  coaching_group_one_per_unit: ["unitId", "This unit is a group already"],
  coaching_group_member_once_at_a_time: ["personId", "Is in the group already in that time"],
  group_assignment_once_at_a_time: ["startsOn", "Coaches this group already in that time"],
  group_assignment_dates: ["endsOn", "Choose a day after the start"],
  handover_one_planned: ["effectiveOn", "A handover of this coach is planned already. Cancel it first"],
};

/** Runs a transaction; what a known constraint of the database refused becomes a refusal at the form's field. */
export async function refusingViolations<T>(work: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await work();
  } catch (error) {
    const constraint = violatedConstraint(error);
    const known = constraint ? MESSAGES[constraint] : undefined;
    if (!known) throw error;
    const [field, message] = known;
    return refuse(`constraint.${constraint}`, message, { [field]: [message] });
  }
}
