import type { ConstraintMessages } from "#app/db/constraints.server.ts";

export const CASELOAD_CONSTRAINTS: ConstraintMessages = {
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
