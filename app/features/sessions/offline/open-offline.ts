import type { OfflinePack, SessionFormPage } from "../session-form.types.ts";
import { draftKeyOf } from "./draft-key.ts";

/** The pack of whoever was signed in here last, or null. */
async function packOfThisDevice(): Promise<OfflinePack | null> {
  const [{ rememberedAccount }, { findPack }] = await Promise.all([
    import("./device-store.client.ts"),
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
  const { formFromPack } = await import("./pack.client.ts");
  return formFromPack(pack, {
    personId: searchParams.get("person") ?? "",
    isPlan: searchParams.get("plan") === "1",
  });
}

export async function openOutbox(): Promise<{ accountId: string | null }> {
  const { rememberedAccount } = await import("./device-store.client.ts");
  return { accountId: rememberedAccount() };
}

/** Save in the form of a new log or plan. */
export function sendNewLog(request: Request): Promise<Response | null> {
  const { searchParams } = new URL(request.url);
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
