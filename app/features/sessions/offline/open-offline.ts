import { redirect } from "@remix-run/react";
import type { AgendaPage } from "../agenda.types.ts";
import type { OfflinePack, SessionFormPage } from "../session-form.types.ts";
import { draftKeyOf } from "./draft-key.ts";

/** The pack of whoever was signed in here last, or null. */
async function packOfThisDevice(): Promise<OfflinePack | null> {
  const [{ rememberedAccount }, { findPack }] = await Promise.all([
    import("#app/offline/device-store.client.ts"),
    import("./pack.client.ts"),
  ]);
  const accountId = rememberedAccount();
  return (accountId && (await findPack(accountId).catch(() => undefined))) || null;
}

export const openOfflinePeople = packOfThisDevice;

export async function openOfflineLog(request: Request): Promise<SessionFormPage | null> {
  const { searchParams } = new URL(request.url);
  const pack = await packOfThisDevice();
  if (!pack) return null;
  const { formFromPack, plannedFromPack } = await import("./pack.client.ts");
  const sessionId = searchParams.get("session");
  if (sessionId) {
    const form = plannedFromPack(pack, sessionId);
    if (!form) throw redirect(`/offline?wanted=${encodeURIComponent(`/sessions/${sessionId}/edit`)}`);
    return form;
  }
  return formFromPack(pack, {
    personId: searchParams.get("person") ?? "",
    isPlan: searchParams.get("plan") === "1",
  });
}

/** The calendar of whoever was signed in here last; what was logged on this device says that it waits. */
export async function openOfflineAgenda(request: Request): Promise<AgendaPage | null> {
  const pack = await packOfThisDevice();
  if (!pack?.agenda) return null;
  const [{ shownDays }, { dayIn }, { isCalendarDate }] = await Promise.all([
    import("../agenda.rules.ts"),
    import("#app/time/days.ts"),
    import("#fidelity/schedule/calendar.ts"),
  ]);
  const { searchParams } = new URL(request.url);
  const today = dayIn(pack.zone, new Date());
  const on = searchParams.get("on") ?? "";
  const view = searchParams.get("view") === "month" ? "month" : "week";
  const day = isCalendarDate(on) ? on : today;
  const shown = shownDays(view, day);
  const { listOutbox } = await import("./outbox.client.ts");
  const waiting = new Set((await listOutbox(pack.accountId)).map(({ sessionId }) => sessionId));
  const entries = pack.agenda.entries
    .filter((entry) => shown.from <= entry.on && entry.on <= shown.until)
    .map((entry) => ({ ...entry, isWaiting: waiting.has(entry.id) }));
  return {
    agenda: { ...pack.agenda, ...shown, entries },
    kept: pack.agenda,
    view,
    on: day,
    today,
    zone: pack.zone,
  };
}

export async function openOutbox(): Promise<{ accountId: string | null }> {
  const { rememberedAccount } = await import("#app/offline/device-store.client.ts");
  return { accountId: rememberedAccount() };
}

/** Save in the form of a new log or plan. */
export function sendNewLog(request: Request): Promise<Response | null> {
  const { searchParams } = new URL(request.url);
  const sessionId = searchParams.get("session");
  if (sessionId) return sendEdit(request, sessionId);
  const purpose = searchParams.get("plan") === "1" ? "plan" : "log";
  const personId = searchParams.get("person") ?? "";
  return send(request, draftKeyOf({ purpose, personId, sessionId: "" }));
}

/** Save in the form of a record that stands. */
export function sendEdit(request: Request, sessionId: string | undefined): Promise<Response | null> {
  return send(request, `session:${sessionId}`);
}

async function send(request: Request, key: string): Promise<Response | null> {
  const { sendLog } = await import("./send-log.client.ts");
  return sendLog(await request.clone().formData(), key);
}
