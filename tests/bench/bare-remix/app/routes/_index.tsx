import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { Form } from "@remix-run/react";
import postgres from "postgres";
import { AT_ONCE } from "../../../../../app/db/at-once.server.ts";

const sql = postgres(process.env.DATABASE_URL ?? "", { max: 12, ...AT_ONCE });

/** What the same form costs without rules, access, events or validation: parse, insert one row, redirect. */
export async function action({ request }: ActionFunctionArgs) {
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  await sql`
    INSERT INTO bench_row (id, person_id, session_on, start_time, end_time, modality, focus_id, summary)
    VALUES (${text("id")}, ${text("attendeeIds")}, ${text("sessionOn")}, ${text("startTime")}, ${text("endTime")},
            ${text("modality")}, ${text("focusIds")}, ${text("summary")})`;
  return redirect("/");
}

export default function Index() {
  return (
    <Form method="post">
      <input name="summary" aria-label="Summary" />
      <button type="submit">Save</button>
    </Form>
  );
}
