import { refuse, type Verdict } from "#app/errors/problem.ts";
import type { DayOrder, FileColumn, ImportMapping } from "./import.types.ts";
import {
  columnOf,
  fieldOf,
  IMPORT_COLUMNS,
  type ImportField,
  isKnown,
  isNarrative,
  isOwnName,
} from "./import-columns.ts";

/** A file may hold so many rows below its header. */
export const MOST_ROWS = 200_000;
export const MOST_COLUMNS = 100;
/** Text longer than this in a column that nobody knows is the conversation. */
export const LONG_TEXT = 300;

/** Whether the columns of a file can be taken in at all; otherwise everything that stands in the way. */
export function checkHeader(names: readonly string[], longest: readonly number[]): Verdict {
  const problems: string[] = [];
  if (names.length < 2)
    problems.push(
      `Only one column was found (“${(names[0] ?? "").slice(0, 60)}”): separate columns by comma, semicolon or tab`,
    );
  if (names.length > MOST_COLUMNS)
    problems.push(`The file has ${names.length} columns; at most ${MOST_COLUMNS} are read`);
  const protectedNames = names.filter(
    (name, index) => isNarrative(name) || (!isKnown(name) && (longest[index] ?? 0) > LONG_TEXT),
  );
  if (protectedNames.length)
    problems.push(
      `${quoted(protectedNames)} ${protectedNames.length === 1 ? "holds" : "hold"} the conversation: it belongs to coach and coachee and is not imported. Take ${protectedNames.length === 1 ? "this column" : "these columns"} out of the file and choose it again; a coach can add a summary to a record afterwards`,
    );
  if (problems.length === 0) return { ok: true };
  return refuse("import.file-refused", "The file was not taken in.", { file: problems });
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `“${name.slice(0, 60)}”`).join(", ");
}

/** A first guess, by the names of the columns; a field goes to the first column that means it. */
export function guessMapping(columns: readonly FileColumn[]): ImportMapping {
  const fields: Record<string, ImportField> = {};
  const taken = new Set<ImportField>();
  // Our own names first: an export has the coach's key beside the coach's name.
  const places = [...columns.entries()].sort(
    ([, a], [, b]) => Number(isOwnName(b.name)) - Number(isOwnName(a.name)),
  );
  for (const [index, { name }] of places) {
    const field = fieldOf(name);
    if (!field || taken.has(field)) continue;
    taken.add(field);
    fields[index] = field;
  }
  const days = Object.entries(fields).flatMap(([index, field]) =>
    field === "sessionOn" || field === "nextSessionOn" ? (columns[Number(index)]?.samples ?? []) : [],
  );
  return { fields, dayOrder: guessDayOrder(days), values: {} };
}

function guessDayOrder(samples: readonly string[]): DayOrder {
  const parts = samples.flatMap((sample) => {
    const found = /^(\d{1,2})([./-])(\d{1,2})\2\d{4}$/.exec(sample.trim());
    return found ? [{ first: Number(found[1]), sign: found[2], second: Number(found[3]) }] : [];
  });
  if (parts.length === 0) return "iso";
  if (parts.some(({ second }) => second > 12)) return "us";
  if (parts.some(({ first, sign }) => first > 12 || sign === ".")) return "european";
  return "us";
}

/** Whether a mapping can be used; otherwise every problem at its column. */
export function checkMapping({ fields }: ImportMapping, columns: readonly FileColumn[]): Verdict {
  const errors: Record<string, string[]> = {};
  const places = new Map<ImportField, string[]>();
  for (const [index, field] of Object.entries(fields)) {
    if (!columns[Number(index)]) continue;
    places.set(field, [...(places.get(field) ?? []), index]);
  }
  for (const [field, indexes] of places)
    for (const index of indexes.slice(1))
      errors[`fields.${index}`] = [
        `“${columnOf(field).label}” is already read from the column “${columns[Number(indexes[0])]?.name}”: choose one of the two`,
      ];
  const missing = IMPORT_COLUMNS.filter(({ field, isRequired }) => isRequired && !places.has(field));
  if (missing.length)
    errors.fields = missing.map(
      ({ label, expected }) => `No column is read as “${label}” (${expected}): choose it below`,
    );
  return Object.keys(errors).length === 0
    ? { ok: true }
    : refuse("import.mapping-not-valid", "Some columns need another look.", errors);
}
