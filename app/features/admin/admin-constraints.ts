import type { ConstraintMessages } from "#app/db/constraints.server.ts";

export const ADMIN_CONSTRAINTS: ConstraintMessages = {
  person_program_id_email_key: ["email", "Somebody with this address is already in the program"],
  person_program_id_employee_id_key: [
    "employeeId",
    "Somebody with this employee number is already in the program",
  ],
  role_assignment_once_at_a_time: [
    "startsOn",
    "Holds this role here already in that time. End that first, or start later",
  ],
  role_assignment_dates: ["endsOn", "Choose a day after the start"],
  site_assignment_one_at_a_time: [
    "startsOn",
    "Is at another site in that time. Tick that it ends on this day, or start later",
  ],
  site_assignment_dates: ["endsOn", "Choose a day after the start"],
  supervision_one_at_a_time: [
    "startsOn",
    "Has another supervisor in that time. Tick that this ends on this day, or start later",
  ],
  supervision_dates: ["endsOn", "Choose a day after the start"],
  supervision_not_self: ["supervisorId", "Nobody supervises themselves"],
  coach_assignment_once_at_a_time: [
    "startsOn",
    "Is coached by this person already in that time. End that first, or start later",
  ],
  coach_assignment_dates: ["endsOn", "Choose a day after the start"],
  coach_assignment_not_self: ["coachId", "Nobody coaches themselves"],
};
