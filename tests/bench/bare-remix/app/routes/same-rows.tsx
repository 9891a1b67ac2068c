import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import postgres from "postgres";
import { AT_ONCE } from "../../../../../app/db/at-once.server.ts";

const sql = postgres(process.env.DATABASE_URL ?? "", { max: 12, ...AT_ONCE });

/** What every log of the demo coach has in common. */
const coach = sql`
  SELECT person.id, person.program_id, held.site_id, site.zone,
    (SELECT id FROM practice_profile WHERE program_id = person.program_id ORDER BY version DESC LIMIT 1) AS profile_id
  FROM person
  JOIN site_assignment held ON held.person_id = person.id
  JOIN site ON site.id = held.site_id
  WHERE person.email = 'coach@demo.test' LIMIT 1`.then(([row]) => row);

/**
 * The rows of a session log as the product stores them, written as the owner of the tables: no sign-in, no policy,
 * no row-level security, no rules, no event.
 */
export async function action({ request }: ActionFunctionArgs) {
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const { id, program_id, site_id, zone, profile_id } = (await coach) ?? {};
  const session = text("id");
  const day = text("sessionOn");
  const [phase = "", strategy = ""] = text("strategies").split(":");
  await sql.begin((tx) => [
    tx`INSERT INTO coaching_session (id, program_id, site_id, lead_coach_id, practice_profile_id, format, status, session_on, zone,
         started_at, ended_at, modality, meeting_minutes, is_coach_certified, entered_by_id, recorded_at, entry_lag_days, content_hash)
       VALUES (${session}, ${program_id}, ${site_id}, ${id}, ${profile_id}, 'individual', 'held', ${day}, ${zone},
         ${`${day} ${text("startTime")}`}::timestamp AT TIME ZONE ${zone}, ${`${day} ${text("endTime")}`}::timestamp AT TIME ZONE ${zone},
         ${text("modality")}, 45, true, ${id}, now(), 1, 'bare')`,
    tx`INSERT INTO session_attendee (session_id, person_id, program_id, site_id, lead_coach_id, session_on)
       VALUES (${session}, ${text("attendeeIds")}, ${program_id}, ${site_id}, ${id}, ${day})`,
    tx`INSERT INTO session_focus (session_id, essential_function_id, program_id) VALUES (${session}, ${text("focusIds")}, ${program_id})`,
    tx`INSERT INTO session_strategy (session_id, strategy, phase, program_id) VALUES (${session}, ${strategy}, ${phase}, ${program_id})`,
    tx`INSERT INTO session_summary (session_id, program_id, coach_id, body) VALUES (${session}, ${program_id}, ${id}, ${text("summary")})`,
  ]);
  return redirect("/");
}
