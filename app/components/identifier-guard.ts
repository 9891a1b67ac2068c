/** Something in a text that may identify a client. */
export interface Identifier {
  kind: "name" | "number" | "birth-date";
  found: string;
}

const RELATIVES =
  "client|child|kid|baby|infant|toddler|teen|mother|mom|father|dad|parent|stepmother|stepfather|son|daughter|brother|sister|sibling|grandmother|grandma|grandfather|grandpa|aunt|uncle|cousin|boyfriend|girlfriend|partner|victim";
/** Also as the first word of a sentence, which the name behind it is not. */
const ANY_RELATIVE = RELATIVES.replace(/\b[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`);
/** Capitalised words that follow a relative without naming anybody. */
const NO_NAMES = new Set(
  "I The This That And But Or In On At To For With We He She They It Is Was Has Had Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December Welfare Protective Safety Services Family Foster Resource Group Team Plan Meeting Center Court Advocacy Abuse".split(
    " ",
  ),
);

const PATTERNS: { kind: Identifier["kind"]; pattern: RegExp }[] = [
  // "born 4/12/2019", "DOB: 2019-04-12"
  {
    kind: "birth-date",
    pattern:
      /\b(?:dob|d\.o\.b\.|date of birth|birthday|born(?: on)?)\b[:\s]*\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}/gi,
  },
  // 123-45-6789
  { kind: "number", pattern: /\b\d{3}-\d{2}-\d{4}\b/g },
  // "case 48213", "referral no. 77-120", "client ID: A1042"
  {
    kind: "number",
    pattern:
      /\b(?:case|referral|report|intake|file|docket|client|child|person|provider|medicaid)\s*(?:#|no\.?|nr\.?|number|id)?\s*[:#]?\s*[A-Z]{0,3}-?\d[\d-]{2,}\b/gi,
  },
  // A bare long number, with or without letters before it. Telephone numbers as well.
  { kind: "number", pattern: /\b[A-Z]{0,3}-?\d{6,12}\b/g },
  { kind: "number", pattern: /\(?\b\d{3}\)?[-. ]\d{3}[-. ]\d{4}\b/g },
  { kind: "name", pattern: /\b(?:Mr|Mrs|Ms|Miss|Mx)\.?\s+[A-Z][\p{L}'’-]+/gu },
  // "the Alvarez family", "the Miller-Stone case"
  {
    kind: "name",
    pattern:
      /\b[Tt]he\s+(?<name>[A-Z][\p{L}'’-]+)\s+(?:family|household|case|children|kids|siblings|home)\b/gu,
  },
  // "her son Jacob", "client Maria G.", "mother J.S."
  {
    kind: "name",
    pattern: new RegExp(
      `\\b(?:${ANY_RELATIVE})s?,?\\s+(?<name>[A-Z](?:[\\p{Ll}'’-]+|\\.\\s?[A-Z]\\.))`,
      "gu",
    ),
  },
];

/**
 * What in a text looks like a client's name, number or date of birth: a hint for the writer, never a verdict.
 * @param known names that may be written, such as those of coach and coachee
 */
export function findIdentifiers(text: string, known: readonly string[] = []): Identifier[] {
  const knownWords = new Set(known.flatMap((name) => name.split(/\s+/)));
  const seen = new Map<string, Identifier>();
  for (const { kind, pattern } of PATTERNS)
    for (const match of text.matchAll(pattern)) {
      const name = match.groups?.name;
      if (name && (NO_NAMES.has(name) || knownWords.has(name))) continue;
      const found = match[0].trim();
      if ([...seen.keys()].some((other) => other.includes(found))) continue;
      seen.set(found, { kind, found });
    }
  return [...seen.values()];
}
