import { withActor } from "#app/access/with-actor.server.ts";
import { sessionEdit, sessionInput } from "#app/features/sessions/session.schema.ts";
import { syncInput, syncItem } from "#app/features/sessions/sync.schema.ts";
import {
  type SyncLog,
  syncSessions,
  type UnreadableLog,
} from "#app/features/sessions/sync-sessions.server.ts";
import { parseFormData, parseJson } from "#app/http/parse.server.ts";

/** Stores logs that waited on a device: 200 with one answer for each, 409 when they belong to another account. */
export const action = withActor(["coach"], async (ctx, { request }) => {
  const { accountId, items, sentAt } = await parseJson(request, syncInput);
  const logs = items.map((given): SyncLog | UnreadableLog => {
    const read = syncItem.safeParse(given);
    if (!read.success) return { id: given.id, isUnreadable: true };
    const item = read.data;
    const form = new FormData();
    for (const [name, value] of item.entries) form.append(name, value);
    return { ...item, sentAt, form: parseFormData(form, item.kind === "edit" ? sessionEdit : sessionInput) };
  });
  const answer = await syncSessions(ctx, { accountId, logs });
  return Response.json(answer, { status: answer.ok ? 200 : 409 });
});
