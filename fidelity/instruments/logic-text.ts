import type { CODE_TESTS, Comparison, Condition, Item, NUMBER_TESTS } from "./instrument.schema.ts";

/** How a format writes a condition: `${field} = 'x'` in an XLSForm, `[field] = 'x'` in a REDCap dictionary. */
export type Dialect = "xlsform" | "redcap";

/** An item under the name it has in the source; what each choice stands for where its name is not its number. */
export type NamedItem = { id: string; item: Item; choices: ReadonlyMap<string, number | CodeTest> };
type CodeTest = (typeof CODE_TESTS)[number];
type NumberTest = (typeof NUMBER_TESTS)[number];

const SIGNS: Record<NumberTest, string> = {
  equal: "=",
  "not-equal": "!=",
  "at-least": ">=",
  "at-most": "<=",
  "more-than": ">",
  "less-than": "<",
};
const TESTS = new Map(Object.entries(SIGNS).map(([test, sign]) => [sign, test as NumberTest]));
const FLIPPED: Record<string, string> = { ">": "<", "<": ">", ">=": "<=", "<=": ">=" };
const CHOICES = {
  na: "na",
  "not-observed": "not_observed",
  "dont-know": "dont_know",
  refused: "refused",
} as const;

/**
 * A condition as a format writes it.
 *
 * @param condition the condition
 * @param nameOf the name of an item in the file, and the item
 * @param dialect whose syntax
 * @returns text that the other tool understands
 *
 * Source: XLSForm `relevant` (XPath, xlsform.org), REDCap branching logic.
 */
export function writeLogic(
  { match, comparisons }: Condition,
  nameOf: (itemId: string) => { name: string; item: Item } | undefined,
  dialect: Dialect,
): string {
  const written = comparisons.flatMap((comparison) => {
    const found = nameOf(comparison.itemId);
    return found ? writeTest(comparison, { ...found, dialect }) : [];
  });
  return written.join(match === "all" ? " and " : " or ");
}

function writeTest(
  comparison: Comparison,
  { name, item, dialect }: { name: string; item: Item; dialect: Dialect },
): string {
  const unequal = dialect === "xlsform" ? "!=" : "<>";
  const plain = dialect === "xlsform" ? `\${${name}}` : `[${name}]`;
  if (!("value" in comparison))
    return comparison.is === "answered" ? `${plain} ${unequal} ''` : `${plain} = '${CHOICES[comparison.is]}'`;
  const sign = comparison.is === "not-equal" ? unequal : SIGNS[comparison.is];
  const isChosen =
    (item.type === "binary" || item.type === "trinary" || item.type === "anchored") && sign === "=";
  const value = isChosen ? `'${comparison.value}'` : String(comparison.value);
  return `${item.type === "indicators" ? ticked(name, item, dialect) : plain} ${sign} ${value}`;
}

/** How many indicators are ticked. */
function ticked(name: string, item: Extract<Item, { type: "indicators" }>, dialect: Dialect): string {
  if (dialect === "xlsform") return `count-selected(\${${name}})`;
  return `sum(${item.indicators.map((_, index) => `[${name}(${index + 1})]`).join(", ")})`;
}

/**
 * A written condition as one of ours, as far as it goes: comparisons of items with numbers and choices, all of them or
 * any of them.
 *
 * @param text the condition as the source has it
 * @param find the item of a name, of those that come before
 * @param dialect whose syntax
 * @returns the condition, or why it is none. Never throws.
 *
 * Source: as `writeLogic`.
 */
export function readLogic(
  text: string,
  find: (name: string) => NamedItem | undefined,
  dialect: Dialect,
): { condition: Condition } | { reason: string } {
  try {
    const tree = new Reader(tokensOf(text, dialect)).whole();
    const { match, tests } = flat(tree);
    if (tests.length > 20) return { reason: "it has more than 20 comparisons" };
    return { condition: { match, comparisons: tests.map((test) => comparisonOf(test, find)) } };
  } catch (error) {
    if (error instanceof Unreadable) return { reason: error.message };
    throw error;
  }
}

class Unreadable extends Error {}

type Token = { kind: "field" | "text" | "sign" | "word" | "mark"; text: string; choice?: string };
type Test = { field: string; choice: string | undefined; isCount: boolean; sign: string; value: string };
type Tree = Test | { match: "all" | "any"; parts: Tree[] };

const FIELD = {
  xlsform: /^\$\{([^}]+)\}/,
  redcap: /^\[([^\]()]+)(?:\(([^)]*)\) ?)?\]/,
};
/** More than twenty comparisons of the longest names take; text from elsewhere must not cost more than its length. */
const LONGEST = 5_000;
const DEEPEST = 50;

function tokensOf(text: string, dialect: Dialect): Token[] {
  const tokens: Token[] = [];
  let rest = text.replace(/\s+/g, " ").trim();
  if (rest.length > LONGEST) throw new Unreadable(`it is longer than ${LONGEST} characters`);
  while (rest !== "") {
    const field = FIELD[dialect].exec(rest);
    const quoted = /^'([^']*)'|^"([^"]*)"/.exec(rest);
    const number = /^-?\d+(\.\d+)?/.exec(rest);
    const sign = /^(!=|<>|>=|<=|=|>|<)/.exec(rest);
    const word = /^[a-z][a-z-]*/i.exec(rest);
    const mark = /^[(),]/.exec(rest);
    const found = field ?? quoted ?? number ?? sign ?? word ?? mark;
    if (!found) throw new Unreadable(`“${rest.slice(0, 20)}” is more than a comparison`);
    if (field) {
      if (tokens.at(-1)?.kind === "field") throw new Unreadable("it looks at another event");
      tokens.push({
        kind: "field",
        text: (field[1] ?? "").trim(),
        ...(field[2] !== undefined && { choice: field[2].trim() }),
      });
    } else if (quoted) tokens.push({ kind: "text", text: quoted[1] ?? quoted[2] ?? "" });
    else if (number) tokens.push({ kind: "text", text: number[0] });
    else if (sign) tokens.push({ kind: "sign", text: sign[0] === "<>" ? "!=" : sign[0] });
    else if (word) tokens.push({ kind: "word", text: word[0].toLowerCase() });
    else tokens.push({ kind: "mark", text: found[0] });
    rest = rest.slice(found[0].length).trim();
  }
  return tokens;
}

/** Reads comparisons joined by `and` and `or`, and nothing beyond. */
class Reader {
  #at = 0;
  #depth = 0;
  readonly #tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Tree {
    const tree = this.#joined();
    const left = this.#tokens[this.#at];
    if (left) throw new Unreadable(`“${left.text}” stands where “and” or “or” was expected`);
    return tree;
  }

  /** `and` binds more closely than `or`. */
  #joined(): Tree {
    const any: Tree[] = [];
    do {
      const all = [this.#one()];
      while (this.#takes("word", "and")) all.push(this.#one());
      any.push(all.length === 1 ? (all[0] as Tree) : { match: "all", parts: all });
    } while (this.#takes("word", "or"));
    return any.length === 1 ? (any[0] as Tree) : { match: "any", parts: any };
  }

  #one(): Tree {
    if (this.#takes("mark", "(")) {
      this.#depth += 1;
      if (this.#depth > DEEPEST) throw new Unreadable(`it has more than ${DEEPEST} brackets in one another`);
      const inner = this.#joined();
      this.#depth -= 1;
      this.#wants(")");
      return inner;
    }
    if (this.#takes("word", "selected")) {
      this.#wants("(");
      const { text: field, choice } = this.#next("field");
      this.#wants(",");
      const { text: value } = this.#next("text");
      this.#wants(")");
      return { field, choice, isCount: false, sign: "=", value };
    }
    const left = this.#side();
    const sign = this.#next("sign").text;
    const right = this.#side();
    if (left.kind === "field" && right.kind === "text")
      return { field: left.text, choice: left.choice, isCount: left.isCount, sign, value: right.text };
    if (left.kind === "text" && right.kind === "field")
      return {
        ...{ field: right.text, choice: right.choice, isCount: right.isCount },
        ...{ sign: FLIPPED[sign] ?? sign, value: left.text },
      };
    throw new Unreadable("it compares two fields, or two values");
  }

  #side(): Token & { isCount: boolean } {
    if (this.#takes("word", "count-selected")) {
      this.#wants("(");
      const field = this.#next("field");
      this.#wants(")");
      return { ...field, isCount: true };
    }
    const token = this.#tokens[this.#at];
    if (token?.kind !== "field" && token?.kind !== "text")
      throw new Unreadable(token ? `“${token.text}” is more than a comparison` : "it ends too early");
    this.#at += 1;
    return { ...token, isCount: false };
  }

  #takes(kind: Token["kind"], text: string): boolean {
    const token = this.#tokens[this.#at];
    const isIt = token?.kind === kind && token.text === text;
    if (isIt) this.#at += 1;
    return isIt;
  }

  #wants(mark: string): void {
    if (!this.#takes("mark", mark)) throw new Unreadable(`a “${mark}” is missing`);
  }

  #next(kind: Token["kind"]): Token {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind)
      throw new Unreadable(token ? `“${token.text}” is more than a comparison` : "it ends too early");
    this.#at += 1;
    return token;
  }
}

/** All of the tests or any of them; one kind within the other has no place in a condition of ours. */
function flat(tree: Tree): { match: Condition["match"]; tests: Test[] } {
  if (!("parts" in tree)) return { match: "all", tests: [tree] };
  const parts = tree.parts.map(flat);
  if (parts.some(({ match, tests }) => tests.length > 1 && match !== tree.match))
    throw new Unreadable("it mixes “and” with “or”");
  return { match: tree.match, tests: parts.flatMap(({ tests }) => tests) };
}

function comparisonOf(
  { field, choice, isCount, sign, value }: Test,
  find: (name: string) => NamedItem | undefined,
): Comparison {
  const found = find(field);
  if (!found) throw new Unreadable(`it looks at “${field}”, which is not taken or comes later`);
  const { id: itemId, item, choices } = found;
  if (choice !== undefined || (item.type === "indicators" && !isCount))
    throw new Unreadable(`it looks at one choice of “${field}”, not at how many`);
  if (value === "" && sign === "!=") return { itemId, is: "answered" };
  if (value === "") throw new Unreadable(`it asks whether “${field}” is blank`);
  if (item.type === "text") throw new Unreadable(`it looks at the words of “${field}”`);
  const meaning = choices.get(value) ?? (value.trim() === "" ? Number.NaN : Number(value));
  if (typeof meaning === "string") {
    if (sign !== "=") throw new Unreadable(`it asks whether “${field}” is anything but ${value}`);
    return { itemId, is: meaning };
  }
  if (!Number.isFinite(meaning)) throw new Unreadable(`“${field}” has no answer “${value}”`);
  return { itemId, is: TESTS.get(sign) ?? "equal", value: meaning };
}

/** Two conditions as one; undefined where one of them asks for any of several. */
export function bothOf(first: Condition | null, second: Condition | null): Condition | null | undefined {
  if (first === null || second === null) return first ?? second;
  const isAll = (one: Condition) => one.match === "all" || one.comparisons.length === 1;
  if (!isAll(first) || !isAll(second)) return undefined;
  return { match: "all", comparisons: [...first.comparisons, ...second.comparisons] };
}
