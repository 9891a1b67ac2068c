import { findRow, listKeys, putRow, removeRow } from "./device-store.client.ts";

/** The fields of a form by name, as they would be posted. */
export type KeptFields = Record<string, string[]>;

export const findWords = (accountId: string, key: string) => findRow<KeptFields>("words", accountId, key);
export const putWords = (accountId: string, key: string, fields: KeptFields) =>
  putRow("words", accountId, key, fields);
export const removeWords = (accountId: string, key: string) => removeRow("words", accountId, key);
export const countWords = async (accountId: string) => (await listKeys("words", accountId)).length;
