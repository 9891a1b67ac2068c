import { type DBSchema, type IDBPDatabase, openDB } from "idb";

/** A value that only this device can read, while the account's key is on it. */
export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}
export interface SealedRow {
  accountId: string;
  key: string;
  /** When it came to the device: the one thing besides the keys that stands in clear. */
  at: number;
  sealed: Sealed;
}
export type RowStore = "drafts" | "outbox" | "packs" | "receipts";

interface DeviceSchema extends DBSchema {
  keys: { key: string; value: { accountId: string; key: CryptoKey } };
  drafts: { key: [string, string]; value: SealedRow; indexes: { account: string } };
  outbox: { key: [string, string]; value: SealedRow; indexes: { account: string } };
  packs: { key: [string, string]; value: SealedRow; indexes: { account: string } };
  receipts: { key: [string, string]; value: SealedRow; indexes: { account: string } };
}

const NAME = "throughline";
const STORES = ["drafts", "outbox", "packs", "receipts"] as const satisfies readonly RowStore[];

let opened: Promise<IDBPDatabase<DeviceSchema>> | undefined;

/**
 * Stores are only ever added: a newer release opens what an older one left. A tab of another release that holds the
 * database lets go of it, and opens it again when it needs it.
 */
function database() {
  opened ??= openDB<DeviceSchema>(NAME, 1, {
    upgrade(fresh) {
      fresh.createObjectStore("keys", { keyPath: "accountId" });
      for (const store of STORES)
        fresh.createObjectStore(store, { keyPath: ["accountId", "key"] }).createIndex("account", "accountId");
    },
    blocking: letGo,
    terminated: letGo,
  });
  opened.catch(letGo);
  return opened;
}

function letGo() {
  opened?.then((one) => one.close()).catch(() => {});
  opened = undefined;
}

/** The account's key on this device. It cannot be read out, and without it nothing sealed can be opened again. */
async function keyOf(accountId: string): Promise<CryptoKey> {
  const db = await database();
  const found = await db.get("keys", accountId);
  if (found) return found.key;
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
  const writing = db.transaction("keys", "readwrite");
  // Another tab may have been first: whoever comes second takes that one.
  const other = await writing.store.get(accountId);
  if (!other) await writing.store.put({ accountId, key });
  await writing.done;
  return other?.key ?? key;
}

const bound = (accountId: string, key: string) => new TextEncoder().encode(JSON.stringify([accountId, key]));

async function seal(accountId: string, key: string, value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: bound(accountId, key) },
    await keyOf(accountId),
    new TextEncoder().encode(JSON.stringify(value)),
  );
  return { iv, data };
}

async function open<T>({ accountId, key, sealed }: SealedRow): Promise<T> {
  const plain = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: sealed.iv, additionalData: bound(accountId, key) },
    await keyOf(accountId),
    sealed.data,
  );
  return JSON.parse(new TextDecoder().decode(plain)) as T;
}

/** Keeps a value under a key of the account, in place of what was there. */
export async function putRow(store: RowStore, accountId: string, key: string, value: unknown): Promise<void> {
  const sealed = await seal(accountId, key, value);
  await (await database()).put(store, { accountId, key, at: Date.now(), sealed });
}

export async function findRow<T>(store: RowStore, accountId: string, key: string): Promise<T | undefined> {
  const row = await (await database()).get(store, [accountId, key]);
  return row && open<T>(row);
}

/** Every value of the account. One that can no longer be opened is left out. */
export async function listRows<T>(store: RowStore, accountId: string): Promise<T[]> {
  const rows = await (await database()).getAllFromIndex(store, "account", accountId);
  const settled = await Promise.allSettled(rows.map((row) => open<T>(row)));
  return settled.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
}

export async function removeRow(store: RowStore, accountId: string, key: string): Promise<void> {
  await (await database()).delete(store, [accountId, key]);
}

/** Puts a value into one store and takes another away, both or neither. */
export async function moveRow(
  { from, key: fromKey }: { from: RowStore; key: string },
  { to, key, value }: { to: RowStore; key: string; value: unknown },
  accountId: string,
): Promise<void> {
  const sealed = await seal(accountId, key, value);
  const writing = (await database()).transaction([from, to], "readwrite");
  await Promise.all([
    writing.objectStore(to).put({ accountId, key, at: Date.now(), sealed }),
    writing.objectStore(from).delete([accountId, fromKey]),
    writing.done,
  ]);
}

export async function countRows(store: RowStore, accountId: string): Promise<number> {
  return (await database()).countFromIndex(store, "account", accountId);
}

/** Takes everything of the account off this device, its key first. */
export async function forgetAccount(accountId: string): Promise<void> {
  const writing = (await database()).transaction(["keys", ...STORES], "readwrite");
  await writing.objectStore("keys").delete(accountId);
  for (const store of STORES)
    for (const key of await writing.objectStore(store).index("account").getAllKeys(accountId))
      await writing.objectStore(store).delete(key);
  await writing.done;
}

const CURRENT = "throughline-account";

/** Whose pages this browser last showed: what opens without a connection is theirs. */
export const rememberAccount = (accountId: string) => localStorage.setItem(CURRENT, accountId);
export const rememberedAccount = () => localStorage.getItem(CURRENT);
export const forgetRememberedAccount = () => localStorage.removeItem(CURRENT);
