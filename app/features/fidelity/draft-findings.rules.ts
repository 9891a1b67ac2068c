import { instrumentDefinition } from "#fidelity/instruments/instrument.schema.ts";
import { lintDefinition } from "#fidelity/instruments/lint-definition.ts";
import { type DefinitionProblem, validateDefinition } from "#fidelity/instruments/validate-definition.ts";
import { toDefinition } from "./draft-definition.rules.ts";
import type { DraftDefinition } from "./instrument-draft.schema.ts";
import { FIELD_WORDS } from "./instrument-words.ts";

/** What a finding is about: the head of the instrument, its scoring, a section or an item; `field` within it. */
export interface Place {
  part: "about" | "scoring" | `section:${string}` | `item:${string}`;
  field: string;
}

export interface Finding {
  /** An error keeps the draft from being published, a warning does not. */
  level: "error" | "warning";
  place: Place;
  /** The place in words, as “Item 3 “Listens””. */
  where: string;
  message: string;
}

type DraftProblem = Omit<DefinitionProblem, "where">;

/** So many as a list can hold to be worked through. */
const MOST = 200;

/**
 * Everything that keeps a draft from being published, and once its shape is right what the linter says of it where
 * nothing is wrong, each in the words of the page and at the place it is about.
 */
export function findingsOf(
  draft: DraftDefinition,
  { version, functionCodes }: { version: number; functionCodes: readonly string[] },
): Finding[] {
  const definition = toDefinition(draft, { version });
  const problems = [...headProblems(draft), ...validateDefinition(definition)];
  const errors = problems.map((problem): Finding => {
    const place = placeOf(draft, problem.path);
    return { level: "error", place, where: whereOf(draft, place), message: wordsOf(problem, place) };
  });
  const shaped = instrumentDefinition.safeParse(definition);
  if (!shaped.success) return errors.slice(0, MOST);
  const isWrong = new Set(errors.map(({ place }) => keyOf(place)));
  const warnings = lintDefinition(shaped.data, { essentialFunctionIds: functionCodes })
    .map(({ path, message }): Finding => {
      const place = placeOf(draft, path);
      return { level: "warning", place, where: whereOf(draft, place), message };
    })
    .filter(({ place }) => !isWrong.has(keyOf(place)));
  return [...errors, ...warnings].slice(0, MOST);
}

const keyOf = ({ part, field }: Place) => `${part} ${field}`;

/** What the schema lets through and no instrument should have. */
function headProblems({ title, code }: DraftDefinition): DraftProblem[] {
  const problems: DraftProblem[] = [];
  if (title.trim().length > 200)
    problems.push({ path: "title", found: `${title.length} characters`, expected: "at most 200" });
  if (code.trim() !== "" && !/^[a-z0-9][a-z0-9_-]{0,63}$/.test(code.trim()))
    problems.push({
      path: "code",
      found: code,
      expected: "small letters, digits, hyphens and underscores, at most 64",
    });
  return problems;
}

const ABOUT = ["code", "title", "subject", "raterTypes", "dimensions", "purpose", "instructions"];

function placeOf(draft: DraftDefinition, path: string): Place {
  const [, list, index, rest = ""] = /^(items|sections)\[(\d+)\]\.?(.*)$/.exec(path) ?? [];
  const field = (text: string) => /^\w*/.exec(text)?.[0] ?? "";
  if (list && index) {
    const id = draft[list as "items" | "sections"][Number(index)]?.id ?? "";
    return { part: list === "items" ? `item:${id}` : `section:${id}`, field: field(rest) };
  }
  const first = field(path);
  if (ABOUT.includes(first)) return { part: "about", field: first };
  if (first === "scoring") return { part: "scoring", field: field(path.slice("scoring.".length)) };
  return { part: "about", field: first };
}

/** A part of a draft by the words it is found by. */
export function whereOf(draft: DraftDefinition, { part }: Pick<Place, "part">): string {
  if (part === "about") return "About the instrument";
  if (part === "scoring") return "Score and bands";
  const [kind, id] = [part.slice(0, part.indexOf(":")), part.slice(part.indexOf(":") + 1)];
  return kind === "item" ? itemWords(draft, id) : sectionWords(draft, id);
}

function itemWords({ items }: DraftDefinition, id: string): string {
  const index = items.findIndex((item) => item.id === id);
  return `Item ${index + 1}${quoted(items[index]?.label)}`;
}

function sectionWords({ sections }: DraftDefinition, id: string): string {
  const index = sections.findIndex((section) => section.id === id);
  return `Section ${index + 1}${quoted(sections[index]?.title)}`;
}

function quoted(text = ""): string {
  const short = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  return short.trim() === "" ? "" : ` “${short.trim()}”`;
}

const EMPTY: Record<string, string> = {
  title: "Give the instrument a title.",
  code: "Give the instrument a code.",
  subject: "Say whose fidelity is rated.",
  raterTypes: "Choose who may rate.",
  dimensions: "Choose what it looks at.",
  sections: "Add a section.",
  items: "Add an item.",
  label: "Write what the rater looks at.",
};

function wordsOf({ path, found, expected }: DraftProblem, place: Place): string {
  const isEmpty = ['""', "nothing", "null", "a list of 0", "no items"].includes(found);
  if (path === "items" && found === "no scored item") return "At least one item must count in the score.";
  if (place.part.startsWith("section:") && found === "no items")
    return "The section has no items: add one, or remove the section.";
  if (place.part.startsWith("section:") && place.field === "title" && isEmpty)
    return "Give the section a title.";
  if (place.field === "thresholds" && found.startsWith("no band")) return "Say where “met” begins.";
  if (isEmpty && EMPTY[place.field]) return EMPTY[place.field] ?? "";
  const [, band, of] = /^\D*thresholds\[(\d+)\]\.(\w+)$/.exec(path.replace(/^sections\[\d+\]/, "")) ?? [];
  const field = band ? `Band ${Number(band) + 1}` : (FIELD_WORDS[place.field] ?? place.field);
  if (of === "from" && isEmpty) return `${field}: say where it begins.`;
  const [, below, higher] = /^less than (\S+), where "(.+)" begins$/.exec(expected) ?? [];
  if (of === "from" && below)
    return `${field} begins at ${found} %: it has to begin below ${below} %, where “${higher}” begins.`;
  if (isEmpty) return `${field}: nothing is said yet.`;
  return `${field}: ${found.replace(/^"(.*)"$/s, "“$1”")}, where ${expected.replace(/\.$/, "")} is needed.`;
}
