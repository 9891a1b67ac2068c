import { type IDBPDatabase, openDB } from "idb";

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
export type RowStore = (typeof STORES)[DatabaseName][number];

/**
 * A database that has grown can no longer be opened by a tab of an earlier release, which would strand what is typed
 * there. So a new kind of row gets a database of its own, and none is ever changed.
 */
const STORES = {
  throughline: ["drafts", "outbox", "packs", "receipts"],
  "throughline-reviews": ["answers"],
} as const;
type DatabaseName = keyof typeof STORES;
const NAMES = Object.keys(STORES) as DatabaseName[];

const opened = new Map<DatabaseName, Promise<IDBPDatabase>>();

/** A tab of another release that holds a database lets go of it, and opens it again when it needs it. */
function open(name: DatabaseName): Promise<IDBPDatabase> {
  const letGo = () => {
    opened
      .get(name)
      ?.then((one) => one.close())
      .catch(() => {});
    opened.delete(name);
  };
  const found = opened.get(name);
  if (found) return found;
  const opening = openDB(name, 1, {
    upgrade(fresh) {
      if (name === "throughline") fresh.createObjectStore("keys", { keyPath: "accountId" });
      for (const store of STORES[name])
        fresh.createObjectStore(store, { keyPath: ["accountId", "key"] }).createIndex("account", "accountId");
    },
    blocking: letGo,
    terminated: letGo,
  });
  opened.set(name, opening);
  opening.catch(letGo);
  return opening;
}

const nameOf = (store: RowStore): DatabaseName =>
  store === "answers" ? "throughline-reviews" : "throughline";
const rowsOf = (store: RowStore) => open(nameOf(store));
const keys = () => open("throughline");

/** The account's key on this device. It cannot be read out, and without it nothing sealed can be opened again. */
async function keyOf(accountId: string): Promise<CryptoKey> {
  const db = await keys();
  const found: { key: CryptoKey } | undefined = await db.get("keys", accountId);
  if (found) return found.key;
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
  const writing = db.transaction("keys", "readwrite");
  // Another tab may have been first: whoever comes second takes that one.
  const other: { key: CryptoKey } | undefined = await writing.store.get(accountId);
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

async function unseal<T>({ accountId, key, sealed }: SealedRow): Promise<T> {
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
  await (await rowsOf(store)).put(store, { accountId, key, at: Date.now(), sealed });
}

export async function findRow<T>(store: RowStore, accountId: string, key: string): Promise<T | undefined> {
  const row: SealedRow | undefined = await (await rowsOf(store)).get(store, [accountId, key]);
  return row && unseal<T>(row);
}

/** Every value of the account. One that can no longer be opened is left out. */
export async function listRows<T>(store: RowStore, accountId: string): Promise<T[]> {
  const rows: SealedRow[] = await (await rowsOf(store)).getAllFromIndex(store, "account", accountId);
  const settled = await Promise.allSettled(rows.map((row) => unseal<T>(row)));
  return settled.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
}

export async function removeRow(store: RowStore, accountId: string, key: string): Promise<void> {
  await (await rowsOf(store)).delete(store, [accountId, key]);
}

/** Puts a value into one store and takes another away, both or neither; both stores are of one database. */
export async function moveRow(
  { from, key: fromKey }: { from: RowStore; key: string },
  { to, key, value }: { to: RowStore; key: string; value: unknown },
  accountId: string,
): Promise<void> {
  const sealed = await seal(accountId, key, value);
  const writing = (await rowsOf(from)).transaction([from, to], "readwrite");
  await Promise.all([
    writing.objectStore(to).put({ accountId, key, at: Date.now(), sealed }),
    writing.objectStore(from).delete([accountId, fromKey]),
    writing.done,
  ]);
}

export async function countRows(store: RowStore, accountId: string): Promise<number> {
  return (await rowsOf(store)).countFromIndex(store, "account", accountId);
}

/** The keys of the account's rows, without opening one. */
export async function listKeys(store: RowStore, accountId: string): Promise<string[]> {
  const found = await (await rowsOf(store)).getAllKeysFromIndex(store, "account", accountId);
  return (found as [string, string][]).map(([, key]) => key);
}

/** Whether no other account keeps anything here. */
export async function isOnlyAccount(accountId: string): Promise<boolean> {
  return (await (await keys()).getAllKeys("keys")).every((other) => other === accountId);
}

/** Takes everything of the account off this device, its key first. */
export async function forgetAccount(accountId: string): Promise<void> {
  await (await keys()).delete("keys", accountId);
  for (const name of NAMES) {
    const stores = [...STORES[name]];
    const writing = (await open(name)).transaction(stores, "readwrite");
    for (const store of stores)
      for (const key of await writing.objectStore(store).index("account").getAllKeys(accountId))
        await writing.objectStore(store).delete(key);
    await writing.done;
  }
}

const CURRENT = "throughline-account";

/** Whose pages this browser last showed: what opens without a connection is theirs. */
export const rememberAccount = (accountId: string) => localStorage.setItem(CURRENT, accountId);
export const rememberedAccount = () => localStorage.getItem(CURRENT);
export const forgetRememberedAccount = () => localStorage.removeItem(CURRENT);
