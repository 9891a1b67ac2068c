/**
 * JSON text that is the same for the same content, whatever the order in which its keys were written.
 * The caller hashes it; equal hashes then mean equal definitions.
 *
 * @param value plain JSON data: null, booleans, finite numbers, text, arrays and plain objects;
 *   keys with the value undefined are left out
 * @returns text without white space, keys of every object in code-unit order
 * @throws TypeError naming the place of anything else (dates, functions, NaN, undefined in an array)
 *
 * Source: the ordering and number rules of RFC 8785, JSON Canonicalization Scheme.
 */
export function canonicalJson(value: unknown): string {
  return write(value, "$");
}

function write(value: unknown, where: string): string {
  if (value === null || typeof value === "boolean" || typeof value === "string" || Number.isFinite(value)) {
    return JSON.stringify(value);
  }
  if (Array.isArray(value))
    return `[${value.map((entry, index) => write(entry, `${where}[${index}]`)).join(",")}]`;
  if (isPlainObject(value)) {
    const entries = Object.keys(value)
      .sort()
      .filter((key) => value[key] !== undefined)
      .map((key) => `${JSON.stringify(key)}:${write(value[key], `${where}.${key}`)}`);
    return `{${entries.join(",")}}`;
  }
  throw new TypeError(`${where}: found ${String(value)}, expected plain JSON data`);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
