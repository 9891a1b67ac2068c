import { conditionOfRow } from "./condition-of-row.ts";
import type { Cell, ImportedInstrument, RowAccount, Sheet } from "./imported-instrument.ts";
import { type Condition, section as sectionShape } from "./instrument.schema.ts";
import { type InstrumentDraft, instrumentDraft } from "./instrument-draft.ts";
import { type ItemRow, itemOfRow } from "./item-of-row.ts";
import { bothOf, type NamedItem } from "./logic-text.ts";
import { CODES, indicatorsOfChoices, MOST_INDICATORS, meaningsOf, NO_TICK } from "./meanings-of-choices.ts";
import { headingOfOwnFields, type OwnFields, sectionOfOwnFields } from "./own-fields.ts";
import { plainText } from "./plain-text.ts";
import { partsOfQuotient, quotientOf } from "./quotient.ts";
import { type HeaderMeaning, NAMED_AS_LOST, readTable, type Table, type TableRow } from "./read-table.ts";
import { type ChoiceRole, MOST_STEPS, scaleOfChoices } from "./scale-of-choices.ts";

/** Marks a row of ours that is a part of the item it names. */
export const PART = `throughline::part`;
/** The prefix of the columns that XLSForm has no place for. */
export const OWN = "throughline::";
/** Name of the note that shows the instructions to whoever fills the form in elsewhere. */
export const INSTRUCTIONS = "throughline_instructions";

const SHEETS = ["survey", "choices", "settings"] as const;
const ALIASES = new Map(
  Object.entries({
    list_name: "list_name",
    "list name": "list_name",
    relevance: "relevant",
    caption: "label",
    command: "type",
    value: "name",
    tag: "name",
    skippable: "required",
  }),
);
const READ = {
  survey: [
    "type",
    "name",
    "label",
    "hint",
    "guidance_hint",
    "required",
    "parameters",
    "relevant",
    "calculation",
  ],
  choices: ["list_name", "name", "label"],
  settings: ["form_title", "form_id", "default_language", "version"],
};
/** Columns with a place elsewhere than in a checklist; a row that fills one says what it loses. */
const LOSSES = new Map(
  Object.entries({
    constraint: "limit of the answer not taken over",
    constraint_message: "",
    choice_filter: "filter of the choices not taken over",
    appearance: "appearance left out",
    default: "default left out, an answer is never filled in beforehand",
    read_only: "read-only left out",
    readonly: "read-only left out",
    repeat_count: "",
    required_message: "",
    trigger: "trigger left out",
    autoplay: "",
  }),
);
const MEDIA = ["image", "audio", "video", "big-image", "media"];

const LEFT_OUT = new Map(
  Object.entries({
    note: "a note asks nothing; instructions of the instrument are written on its own page",
    calculate:
      "a calculation is no rating, unless it is one count over another; scores come from the scoring rules",
    decimal: "a number with decimals has no place; a count is whole",
    date: "a date has no place; the review keeps the day of the observation",
    time: "a time has no place in a checklist",
    datetime: "a date has no place; the review keeps the day of the observation",
    select_one_from_file: "its choices are in another file",
    select_multiple_from_file: "its choices are in another file",
    rank: "an order of choices has no score",
    acknowledge: "a confirmation has a single answer and measures nothing",
    trigger: "a confirmation has a single answer and measures nothing",
    barcode: "a barcode has no place in a checklist",
    hidden: "a hidden value is not asked",
    "xml-external": "data from another file are not taken",
    "csv-external": "data from another file are not taken",
    ...words(
      ["geopoint", "geotrace", "geoshape", "start-geopoint"],
      "a place on a map is not kept with a rating",
    ),
    ...words(
      ["image", "photo", "audio", "background-audio", "video", "file"],
      "files are not kept with a rating",
    ),
    ...words(
      [
        "start",
        "end",
        "today",
        "deviceid",
        "subscriberid",
        "simserial",
        "phonenumber",
        "username",
        "email",
        "audit",
      ],
      "who rated when is kept with every review",
    ),
  }),
);

function words(names: string[], reason: string): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, reason]));
}

/**
 * An XLSForm as an instrument, as far as it goes: groups are sections, `select_one` with whole numbers, yes and no, and
 * `range` are scored items, `integer` is a count, `select_multiple` is indicators, a calculation of one count over
 * another a ratio or percentage, `text` a text; `relevant` is a condition. Everything else is accounted for with its
 * reason.
 *
 * @param sheets the workbook's sheets in order, cells from the first row and column
 * @returns the definition, what became of every row and column, and all problems at once. Never throws.
 *
 * Source: XLSForm specification (xlsform.org, reference table of question types), with the older spellings that
 * pyxform still reads.
 */
export function fromXlsform(sheets: readonly Sheet[]): ImportedInstrument {
  const draft = instrumentDraft();
  const find = (name: string) => sheets.find((sheet) => sheet.name.trim().toLowerCase() === name);
  const settingsSheet = find("settings");
  const isOurs = (settingsSheet?.rows ?? []).some((row) => row.some((cell) => cell === `${OWN}code`));
  const settings = readTable(
    settingsSheet ?? { name: "settings", rows: [] },
    (header) => meaningOf(header, { read: READ.settings, wanted: null }),
    isOurs,
  );
  const [own] = settings.rows;
  const read = (name: (typeof SHEETS)[number]) => {
    const sheet = find(name) ?? { name, rows: [] };
    const wanted = languageOf(sheet, own?.text("default_language") ?? "");
    return readTable(sheet, (header) => meaningOf(header, { read: READ[name], wanted }), isOurs);
  };
  const survey = read("survey");
  const choices = read("choices");
  for (const table of [survey, choices, settings]) {
    draft.columns.push(...table.columns);
    draft.problems.push(...table.problems);
  }
  requireColumns(draft, find("survey"), survey, ["type", "name"]);
  if (choices.header > 0) requireColumns(draft, find("choices"), choices, ["list_name", "name"]);
  const lists = readLists(draft, choices);
  readSurvey(draft, survey, { lists, isOurs });
  accountForChoices(draft, lists);
  for (const row of settings.rows) {
    const isFirst = row === own;
    const how = isFirst ? "title and code of the instrument" : "only the first row of settings counts";
    draft.account(place(settings, row, row.text("form_id"), "settings"), isFirst ? "taken" : "left-out", how);
  }
  for (const sheet of sheets) if (!SHEETS.some((name) => find(name) === sheet)) accountForSheet(draft, sheet);
  const { heading, issues } = headingOfOwnFields(
    {
      code: own?.text("form_id") || "imported",
      title:
        (isOurs ? own?.text("form_title") : plainText(own?.text("form_title") ?? "")) ||
        "Imported instrument",
    },
    own ? ownOf(own) : {},
  );
  for (const { field, found, expected } of issues)
    draft.problem("settings", own?.row ?? 0, OWN + field, found, expected);
  return draft.finish(heading);
}

/** What a header means in the chosen language. */
function meaningOf(
  header: string,
  { read, wanted }: { read: readonly string[]; wanted: string | null },
): HeaderMeaning {
  if (header.startsWith(OWN)) return { key: header };
  const bare = header.replace(/^bind:{1,2}/i, "");
  const [head = "", ...rest] = bare.split(/::?/).map((part) => part.trim());
  const lower = head.toLowerCase();
  const base = ALIASES.get(lower) ?? lower.replace(/[\s]+/g, "_");
  if (MEDIA.includes(base)) return { key: null, how: "media are not kept with an instrument" };
  if (!read.includes(base) && !LOSSES.has(base))
    return { key: null, how: "no column that is read; its content is left out" };
  const language = rest.join(":");
  if (!(base === "label" || base === "hint" || base === "guidance_hint"))
    return LOSSES.has(base) ? { key: base, how: NAMED_AS_LOST } : { key: base };
  if (language === (wanted ?? "")) return { key: base };
  if (language === "") return { key: null, how: `without a language; ${wanted} is read` };
  return {
    key: null,
    how: `language ${language}; ${wanted ? `${wanted} is read` : "the column without a language is read"}`,
  };
}

/** The default language of the settings, the column without one, or the first that there is. */
function languageOf({ rows }: Sheet, preferred: string): string | null {
  const header = rows.find((row) => row.some((cell) => cell !== null && String(cell).trim() !== "")) ?? [];
  const languages = header
    .map((cell: Cell) =>
      String(cell ?? "")
        .split(/::?/)
        .map((part) => part.trim()),
    )
    .filter(([base = ""]) => ["label", "caption"].includes(base.toLowerCase()))
    .map(([, ...rest]) => rest.join(":"));
  const found = languages.find(
    (one) => one !== "" && (one === preferred || one.startsWith(`${preferred} (`)),
  );
  if (found) return found;
  return languages.includes("") ? null : (languages[0] ?? null);
}

function requireColumns(
  draft: InstrumentDraft,
  sheet: Sheet | undefined,
  table: Table,
  names: readonly string[],
): void {
  const { sheet: name, header } = table;
  if (!sheet) draft.problem(name, 0, "", "no such sheet", `a sheet named ${name}`);
  else if (header === 0) draft.problem(name, 0, "", "an empty sheet", "a header row");
  else
    for (const column of names)
      if (!table.has(column)) draft.problem(name, header, column, "no such column", `a column ${column}`);
}

const place = ({ sheet }: Table, { row }: TableRow, name: string, kind: string) => ({
  sheet,
  row,
  name,
  kind,
});

function ownOf(row: TableRow): OwnFields {
  return Object.fromEntries(
    row.filled.filter((key) => key.startsWith(OWN)).map((key) => [key.slice(OWN.length), row.text(key)]),
  );
}

type ListChoice = {
  name: string;
  label: string;
  place: RowAccount | null;
  usage: Set<string>;
  isAnchor: boolean;
  /** Of a file of ours: the indicator's own id, and whether it may be left unobserved. */
  own: OwnFields;
  row: TableRow;
};
type Lists = { table: Table; byName: Map<string, ListChoice[]> };

function readLists(draft: InstrumentDraft, table: Table): Lists {
  const byName = new Map<string, ListChoice[]>();
  for (const row of table.rows) {
    const list = row.text("list_name").trim();
    const name = row.text("name");
    if (list === "" || name === "") {
      const column = list === "" ? "list_name" : "name";
      draft.problem(table.sheet, row.row, column, "nothing", `a ${column}`);
      draft.account(place(table, row, name || list, "choice"), "left-out", `it has no ${column}`);
      continue;
    }
    const known = byName.get(list) ?? [];
    byName.set(list, known);
    if (known.some((one) => one.name === name)) {
      draft.problem(table.sheet, row.row, "name", `“${name}” again`, `a name used once in the list ${list}`);
      draft.account(
        place(table, row, name, `choice of ${list}`),
        "left-out",
        "its name is used before in its list",
      );
      continue;
    }
    const label = row.text("label");
    if (label === "") draft.problem(table.sheet, row.row, "label", "nothing", "the words of the choice");
    const isAnchor = row.text(`${OWN}anchor`) !== "no";
    known.push({ name, label: label || name, place: null, usage: new Set(), isAnchor, own: ownOf(row), row });
  }
  return { table, byName };
}

const USES: Record<ChoiceRole | "indicator", string> = {
  indicator: "an indicator",
  value: "a step of the scale",
  na: "the answer “not applicable”",
  "not-observed": "the answer “not observed”",
  "dont-know": "the answer “don't know”",
  refused: "the answer “refused”",
};

function accountForChoices(draft: InstrumentDraft, { table, byName }: Lists): void {
  for (const [list, choices] of byName)
    for (const { name, usage, row } of choices) {
      const how = [...usage].join("; ") || "no item that is taken uses this list";
      const isMapped =
        usage.size > 0 && [...usage].some((use) => use !== USES.value && use !== USES.indicator);
      const isLeft = usage.size === 0 || [...usage].every((use) => use === NO_TICK);
      const outcome = isLeft ? "left-out" : isMapped ? "mapped" : "taken";
      draft.account(place(table, row, name, `choice of ${list}`), outcome, how);
    }
}

function accountForSheet(draft: InstrumentDraft, { name, rows }: Sheet): void {
  const filled = rows.flatMap((row, index) =>
    row.some((cell) => cell !== null && String(cell).trim() !== "") ? [index + 1] : [],
  );
  if (filled.length === 0) return;
  draft.account(
    { sheet: name, row: filled[0] ?? 1, name: "", kind: "sheet" },
    "left-out",
    `a sheet of this name is not read (${filled.length} ${filled.length === 1 ? "row" : "rows"})`,
    filled.at(-1),
  );
}

type Group = {
  kind: "group" | "repeat";
  name: string;
  row: number;
  sectionId: string;
  title: string;
  showIf: Condition | null;
};

function readSurvey(
  draft: InstrumentDraft,
  table: Table,
  { lists, isOurs }: { lists: Lists; isOurs: boolean },
): void {
  const open: Group[] = [];
  let loose = "";
  /** Items outside every group. */
  const looseSection = () => {
    loose ||= draft.addSection(sectionShape.parse({ id: "items", title: "Items" }), null);
    return loose;
  };
  for (const row of table.rows) {
    const kind = row.text("type").replace(/\s+/g, " ").trim();
    const name = row.text("name");
    const here = place(table, row, name, kind);
    const [, act, what] = /^(begin|end)[ _]?(group|repeat|loop)$/i.exec(kind) ?? [];
    if (kind === "") {
      draft.problem(table.sheet, row.row, "type", "nothing", "a type");
      draft.account(here, "left-out", "it has no type");
    } else if (act?.toLowerCase() === "begin") {
      // What comes after a group and is in none is a section of its own, so that the order stays.
      loose = "";
      beginGroup(draft, row, here, { open, isRepeat: what?.toLowerCase() !== "group", isOurs });
    } else if (act) endGroup(draft, here, open, what?.toLowerCase() === "group" ? "group" : "repeat");
    else if (open.some((group) => group.kind === "repeat"))
      draft.account(here, "left-out", "it is in a repeat, and a checklist asks each item once");
    else if (name === INSTRUCTIONS && isOurs)
      draft.account(here, "taken", "the instructions, which the settings carry");
    else
      readQuestion(draft, row, {
        here,
        kind,
        lists,
        isOurs,
        section: () => open.at(-1)?.sectionId ?? looseSection(),
      });
  }
  for (const { row, kind, name } of open)
    draft.problem(table.sheet, row, "type", `begin_${kind} “${name}” that never ends`, `an end_${kind}`);
}

function beginGroup(
  draft: InstrumentDraft,
  row: TableRow,
  here: { sheet: string; row: number; name: string; kind: string },
  { open, isRepeat, isOurs }: { open: Group[]; isRepeat: boolean; isOurs: boolean },
): void {
  const name = here.name || `group_${row.row}`;
  const label = isOurs ? row.text("label") : plainText(row.text("label"));
  const title = label || name.replaceAll("_", " ");
  const group = { name, row: row.row, title, sectionId: "", showIf: null };
  if (isRepeat || open.some(({ kind }) => kind === "repeat")) {
    open.push({ ...group, kind: isRepeat ? "repeat" : "group" });
    draft.account(here, "left-out", isRepeat ? "a checklist asks each item once" : "it is in a repeat");
    return;
  }
  const outer = open.map((one) => one.title);
  const { showIf, losses: lost } = conditionOfGroup(draft, row, open.at(-1)?.showIf ?? null);
  const { section, issues } = sectionOfOwnFields(
    { id: name, title: [...outer, title].join(": "), showIf },
    ownOf(row),
  );
  for (const { field, found, expected } of issues)
    draft.problem(here.sheet, row.row, OWN + field, found, expected);
  const losses = [...lossesOf(row), ...lost];
  if (outer.length > 0) losses.unshift("a group inside a group becomes a section of its own");
  if (label === "") losses.unshift("its title is its name, it has no label");
  const account = draft.account(
    here,
    losses.length > 0 ? "mapped" : "taken",
    [`section “${section.title}”`, ...losses].join("; "),
  );
  open.push({ ...group, kind: "group", showIf, sectionId: draft.addSection(section, account) });
}

/** A group inside a group is shown when both conditions hold. */
function conditionOfGroup(draft: InstrumentDraft, row: TableRow, outer: Condition | null) {
  const own = conditionOfRow(draft, {
    ...{ text: row.text("relevant"), own: row.text(`${OWN}show_if`), dialect: "xlsform" },
  });
  const showIf = bothOf(outer, own.showIf);
  if (showIf !== undefined) return { ...own, showIf };
  const loss = "condition not taken over: with that of the group around it, it mixes “and” with “or”";
  return { showIf: outer, losses: [loss] };
}

function endGroup(
  draft: InstrumentDraft,
  here: { sheet: string; row: number; name: string; kind: string },
  open: Group[],
  kind: Group["kind"],
): void {
  const group = open.at(-1);
  if (group?.kind !== kind) {
    const found = group
      ? `end_${kind} while ${group.kind} “${group.name}” is open`
      : `end_${kind} without a begin`;
    draft.problem(
      here.sheet,
      here.row,
      "type",
      found,
      group ? `end_${group.kind}` : `a begin_${kind} before it`,
    );
    draft.account(here, "left-out", "it ends nothing that is open");
    return;
  }
  open.pop();
  draft.account(here, group.sectionId ? "taken" : "left-out", `ends the ${kind} “${group.title}”`);
}

function lossesOf(row: TableRow): string[] {
  return row.filled.flatMap((key) => LOSSES.get(key) || []);
}

function readQuestion(
  draft: InstrumentDraft,
  row: TableRow,
  {
    here,
    kind,
    lists,
    isOurs,
    section,
  }: {
    here: { sheet: string; row: number; name: string; kind: string };
    kind: string;
    lists: Lists;
    isOurs: boolean;
    section: () => string;
  },
): void {
  if (isOurs && row.filled.includes(PART)) {
    draft.account(here, "taken", `a count of ${row.text(PART)}`);
    return;
  }
  const add: Add = (fields, losses, choices) => {
    const sectionId = section();
    const { showIf, losses: lost } = conditionOfRow(draft, {
      ...{ text: row.text("relevant"), own: row.text(`${OWN}show_if`), dialect: "xlsform", sectionId },
    });
    const isText = fields.type === "text";
    const isCalculated = row.text("calculation") !== "" && !/^calculate$/i.test(kind);
    const required = /^(yes|true|1|true\(\))$/i.test(row.text("required").trim());
    itemOfRow(draft, {
      ...here,
      label: row.text("label"),
      guidance: [row.text("hint"), row.text("guidance_hint")].filter(Boolean).join(" "),
      sectionId,
      fields: { ...fields, showIf, ...(isText && { required }) },
      own: ownOf(row),
      isOurs,
      choices,
      losses: [...losses, ...lossesOf(row), ...lost, ...(isCalculated ? ["calculation left out"] : [])],
      columns: { name: "name", label: "label", own: (field) => OWN + field },
    } satisfies ItemRow);
  };
  const select =
    /^(?:add )?(?:select[ _]one(?:[ _]external)?|select1)(?: prompt)?(?: from| using)? (\S+)( or[ _](?:other|specify other))?$/i.exec(
      kind,
    );
  const lower = kind.toLowerCase();
  if (select?.[1]) {
    const ownType = isOurs ? row.text(`${OWN}type`) : "";
    addSelect(draft, here, { list: select[1], hasOther: Boolean(select[2]), lists, ownType, add });
  } else if (/^(select[ _]multiple(?!_from)|select all that apply|add select multiple)/.test(lower))
    addIndicators(draft, here, { list: kind.split(" ").at(-1) ?? "", lists, isOurs, add });
  else if (lower === "calculate" && isOurs && row.text(`${OWN}type`)) add({}, []);
  else if (lower === "calculate") addQuotient(draft, here, row.text("calculation"), add);
  else if (lower === "text" || lower === "string") add({ type: "text" }, []);
  else if (lower === "integer" || lower === "int")
    add(
      { type: "count" },
      isOurs ? [] : ["recorded without a score until the count that earns all points is set"],
    );
  else if (lower === "range") addRange(draft, here, row.text("parameters"), add);
  else {
    const [first = "", ...rest] = lower.split(" ");
    const hasOwnName = rest.length === 0 || first.startsWith("select_") || first === "rank";
    const reason = hasOwnName ? LEFT_OUT.get(first) : undefined;
    if (reason === undefined) draft.problem(here.sheet, here.row, "type", kind, "a question type of XLSForm");
    draft.account(here, "left-out", reason ?? "this type is not known");
  }
}

type Add = (fields: Record<string, unknown>, losses: string[], choices?: NamedItem["choices"]) => void;
type Here = { sheet: string; row: number; name: string; kind: string };

function addSelect(
  draft: InstrumentDraft,
  here: Here,
  {
    list,
    hasOther,
    lists,
    ownType,
    add,
  }: { list: string; hasOther: boolean; lists: Lists; ownType: string; add: Add },
): void {
  const choices = lists.byName.get(list);
  if (!choices) {
    draft.problem(here.sheet, here.row, "type", `the list ${list}`, "a list of the sheet choices");
    draft.account(here, "left-out", `there is no list ${list}`);
    return;
  }
  if (ownType) {
    for (const choice of choices) choice.usage.add(USES.value);
    add(scaleOfOwn(ownType, choices), [], CODES);
    return;
  }
  const { scale, reason, roles, ...answers } = scaleOfChoices(choices);
  if (!scale) {
    const other = hasOther ? "; a free answer “other” has no score either" : "";
    draft.account(here, "left-out", `${reason}${other}`);
    return;
  }
  for (const [index, choice] of choices.entries()) choice.usage.add(USES[roles[index] ?? "value"]);
  const losses = hasOther ? ["the free answer “other” is left out, it has no score"] : [];
  add({ ...scale, ...answers }, losses, meaningsOf(choices, { isBinary: scale.type === "binary", roles }));
}

/** Each choice is an indicator, ticked is yes. */
function addIndicators(
  draft: InstrumentDraft,
  here: Here,
  { list, lists, isOurs, add }: { list: string; lists: Lists; isOurs: boolean; add: Add },
): void {
  const choices = lists.byName.get(list);
  if (!choices) {
    draft.problem(here.sheet, here.row, "type", `the list ${list}`, "a list of the sheet choices");
    draft.account(here, "left-out", `there is no list ${list}`);
    return;
  }
  const { indicators, others, answers } = indicatorsOfChoices(
    choices.map(({ name, label, own }) => ({ name, label: isOurs ? label : plainText(label), own })),
    { isOurs },
  );
  if (indicators.length === 0 || indicators.length > MOST_INDICATORS) {
    const how = indicators.length === 0 ? "it has no choice" : `it has ${indicators.length} choices`;
    draft.account(here, "left-out", `${how}; 1 to ${MOST_INDICATORS} are taken as indicators`);
    return;
  }
  for (const choice of choices)
    choice.usage.add(others.has(choice.name) ? (others.get(choice.name) ?? "") : USES.indicator);
  add(
    { type: "indicators", indicators, ...answers },
    isOurs ? [] : ["each choice is an indicator: ticked is yes, not ticked is no"],
  );
}

/** `${a} div ${b}` of two counts is their ratio, 100 times that the percentage. The counts become its parts. */
function addQuotient(draft: InstrumentDraft, here: Here, calculation: string, add: Add): void {
  const quotient = quotientOf(calculation, "xlsform");
  const parts = quotient && partsOfQuotient(draft, here, quotient);
  if (!parts) draft.account(here, "left-out", LEFT_OUT.get("calculate") ?? "");
  else add(parts.fields, parts.losses);
}

/** In a file of ours the row says the type; the list gives the texts of the steps. */
function scaleOfOwn(type: string, choices: readonly ListChoice[]): Record<string, unknown> {
  if (type === "binary") return { type };
  const anchors = choices
    .filter(({ name, isAnchor }) => isAnchor && /^-?\d+$/.test(name))
    .map(({ name, label }) => ({ value: Number(name), text: label }));
  const values = anchors.map(({ value }) => value);
  return {
    type,
    anchors,
    ...(type === "anchored" && { min: Math.min(...values), max: Math.max(...values) }),
  };
}

/** `start=0;end=10;step=1`, which is also what XLSForm takes for granted. */
function addRange(draft: InstrumentDraft, here: Here, parameters: string, add: Add): void {
  const given = new Map<string, number>();
  for (const [, name = "", value] of parameters.matchAll(/\b(start|end|step)\s*=\s*([^;,\s]*)/gi))
    given.set(name.toLowerCase(), Number(value));
  const [min, max, step] = [given.get("start") ?? 0, given.get("end") ?? 10, given.get("step") ?? 1];
  const isLadder = Number.isInteger(min) && Number.isInteger(max) && step === 1 && min >= 0 && min < max;
  if (!isLadder || max - min >= MOST_STEPS) {
    draft.account(
      here,
      "left-out",
      `a range from ${min} to ${max} by ${step} is no ladder of at most ${MOST_STEPS} whole steps`,
    );
    return;
  }
  const anchors = Array.from({ length: max - min + 1 }, (_, index) => ({
    value: min + index,
    text: String(min + index),
  }));
  add({ type: "anchored", min, max, anchors }, ["every step has its number as its text"]);
}
