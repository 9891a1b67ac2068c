import { MEASURE_TRAITS, type MeasureCode } from "../measure-catalog.ts";
import type { Change, ChangeKind } from "../release.types.ts";

const WORDS: Record<ChangeKind, [one: string, many: string]> = {
  entered: ["session entered since", "sessions entered since"],
  imported: ["session imported since", "sessions imported since"],
  changed: ["session changed since", "sessions changed since"],
  "taken-back": ["import taken back", "imports taken back"],
  leave: ["person’s leave told since", "people’s leave told since"],
  closures: ["closure added or withdrawn", "closures added or withdrawn"],
  assessments: ["assessment submitted or amended since", "assessments submitted or amended since"],
};

const OTHERWISE: Record<string, string> = {
  Sessions: "assignments, plans or attendance changed since",
  Fidelity: "assessments were waived, scored anew or ran out of grace since",
  Training: "certificates or assignments changed since",
};

/** "6 sessions entered since, 1 import taken back"; without anything countable, what can have moved the measure. */
export function changeWords(code: MeasureCode, changes: readonly Pick<Change, "kind" | "count">[]): string {
  const told = changes.map(({ kind, count }) => `${count} ${WORDS[kind][count === 1 ? 0 : 1]}`);
  if (told.length > 0) return told.join(", ");
  return code === "acknowledgement"
    ? "coachees answered since"
    : (OTHERWISE[MEASURE_TRAITS[code].owner] ?? "records changed since");
}
