import { createServer } from "node:http";
import postgres from "postgres";
import { AT_ONCE } from "#app/db/at-once.server.ts";

const sql = postgres(process.env.DATABASE_URL ?? "", { max: 12, ...AT_ONCE });

// The floor: no framework at all.
createServer(async (request, response) => {
  if (request.method !== "POST") return response.end("ready");
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const form = new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
  const text = (name: string) => form.get(name) ?? "";
  await sql`
    INSERT INTO bench_row (id, person_id, session_on, start_time, end_time, modality, focus_id, summary)
    VALUES (${text("id")}, ${text("attendeeIds")}, ${text("sessionOn")}, ${text("startTime")}, ${text("endTime")},
            ${text("modality")}, ${text("focusIds")}, ${text("summary")})`;
  response.writeHead(302, { Location: "/" }).end();
}).listen(Number(process.env.PORT));
