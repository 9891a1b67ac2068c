import type { z } from "zod";
import type { ImportedDefinition } from "./imported-instrument.ts";
import {
  type Condition,
  condition,
  type InstrumentDefinition,
  type Item,
  instrumentDefinition,
  item,
  type Section,
  section,
  type Threshold,
} from "./instrument.schema.ts";
import { parseLeniently } from "./parse-leniently.ts";

/*
 * What neither XLSForm nor REDCap has a place for, as texts by name. XLSForm carries them in columns of its sheets
 * (`throughline::weight`), REDCap in the field annotation.
 */
export type OwnFields = Record<string, string>;
export type OwnIssue = { field: string; found: string; expected: string };

type RawFields = Record<string, unknown>;

/** The own fields of an item; its label, guidance and anchors stand in the format's own places. */
export function ownItemFields(definition: InstrumentDefinition, index: number): OwnFields {
  const one = definition.items[index] as Item;
  const common = {
    id: one.id,
    section: one.sectionId,
    order: String(index + 1),
    type: one.type,
    function: one.essentialFunctionId ?? "",
    show_if: writeCondition(one.showIf),
  };
  if (one.type === "text") return { ...common, required: yesNo(one.required) };
  return {
    ...common,
    weight: String(one.weight),
    reverse: yesNo(one.reverse),
    fails_below: one.critical === null ? "" : String(one.critical.failsBelow),
    na_allowed: yesNo(one.naAllowed),
    na_requires_reason: yesNo(one.naRequiresReason),
    not_observed: one.notObservedPolicy,
    dont_know_allowed: yesNo(one.dontKnowAllowed),
    refused_allowed: yesNo(one.refusedAllowed),
    scored: yesNo(one.scored),
    ...(one.type === "anchored" && { min: String(one.min), max: String(one.max) }),
    ...((one.type === "count" || one.type === "duration") && one.max !== null && { max: String(one.max) }),
    ...(one.type === "ratio" && {
      ...{ numerator: one.numerator, denominator: one.denominator },
      ...(one.full !== null && { full: String(one.full) }),
    }),
    ...(one.type === "percent" && { opportunity: one.opportunity }),
  };
}

/** An item of what the format says (`given`) and the own fields over it; null when it cannot be one. */
export function itemOfOwnFields(
  given: { id: string; sectionId: string; label: string; guidance: string } & RawFields,
  own: OwnFields,
): { item: Item | null; issues: OwnIssue[] } {
  const type = own.type || given.type;
  const raw: RawFields = {
    ...given,
    type,
    ...present({ id: own.id, sectionId: own.section, essentialFunctionId: own.function }),
  };
  if (type === "text") Object.assign(raw, present({ required: truth(own.required) }));
  else
    Object.assign(
      raw,
      present({
        weight: number(own.weight),
        reverse: truth(own.reverse),
        critical: own.fails_below ? { failsBelow: number(own.fails_below) } : undefined,
        naAllowed: truth(own.na_allowed),
        naRequiresReason: truth(own.na_requires_reason),
        notObservedPolicy: own.not_observed || undefined,
        dontKnowAllowed: truth(own.dont_know_allowed),
        refusedAllowed: truth(own.refused_allowed),
        scored: truth(own.scored),
        ...(["anchored", "count", "duration"].includes(String(type)) && { max: number(own.max) }),
        ...(type === "ratio" && {
          ...{ numerator: own.numerator, denominator: own.denominator, full: number(own.full) },
        }),
        ...(type === "percent" && { opportunity: own.opportunity }),
        ...(type === "anchored" && { min: number(own.min) }),
      }),
    );
  const { data, issues } = parseLeniently(item, raw);
  return { item: data, issues: issues.map(({ path, ...rest }) => ({ field: nameOf(path), ...rest })) };
}

export function ownSectionFields(section: Section): OwnFields {
  const { id, direction, weight, minAnswered, thresholds, showIf } = section;
  return {
    id,
    direction,
    weight: String(weight),
    min_answered: String(minAnswered),
    thresholds: writeThresholds(thresholds),
    show_if: writeCondition(showIf),
  };
}

export function sectionOfOwnFields(
  given: { id: string; title: string; showIf?: Condition | null },
  own: OwnFields,
): { section: Section; issues: OwnIssue[] } {
  const raw = {
    ...given,
    ...present({
      id: own.id,
      direction: own.direction,
      weight: number(own.weight),
      minAnswered: number(own.min_answered),
      thresholds: own.thresholds ? readThresholds(own.thresholds) : undefined,
    }),
  };
  const { data, issues } = parseLeniently(section, raw);
  return {
    section: data ?? section.parse(given),
    issues: issues.map(({ path, ...rest }) => ({ field: nameOf(path), ...rest })),
  };
}

export function ownInstrumentFields(definition: InstrumentDefinition): OwnFields {
  const { missing, thresholds, maxNotApplicableShare, method } = definition.scoring;
  return {
    code: definition.code,
    version: String(definition.version),
    subject: definition.subject,
    rater_types: definition.raterTypes.join(" "),
    dimensions: definition.dimensions.join(" "),
    purpose: definition.purpose,
    instructions: definition.instructions,
    method,
    thresholds: writeThresholds(thresholds),
    max_not_applicable_share: String(maxNotApplicableShare),
    missing: missing.policy,
    min_answered_share: missing.policy === "prorate" ? String(missing.minAnsweredShare) : "",
  };
}

export type Heading = Omit<ImportedDefinition, "sections" | "items">;

/** Everything but sections and items, as far as it is known; what does not fit is left at its default and named. */
export function headingOfOwnFields(
  given: { code: string; title: string },
  own: OwnFields,
): { heading: Heading; issues: OwnIssue[] } {
  const issues: OwnIssue[] = [];
  const read = <Value>(schema: z.ZodType<Value>, field: string, value: unknown, otherwise: Value): Value => {
    if (value === undefined) return otherwise;
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    issues.push({
      field,
      found: own[field] || "nothing",
      expected: result.error.issues.map(({ message }) => message).join("; "),
    });
    return otherwise;
  };
  const { shape } = instrumentDefinition;
  const rules = shape.scoring.shape;
  const words = (text?: string) => (text ? text.split(/[\s,;]+/).filter(Boolean) : undefined);
  const share = number(own.min_answered_share);
  const policy = own.missing
    ? { policy: own.missing, ...(share !== undefined && { minAnsweredShare: share }) }
    : undefined;
  const heading: Heading = {
    code: own.code || given.code,
    version: read(shape.version, "version", number(own.version), 1),
    title: given.title,
    subject: read(shape.subject.nullable(), "subject", own.subject || undefined, null),
    raterTypes: read(shape.raterTypes, "rater_types", words(own.rater_types), []),
    dimensions: read(shape.dimensions, "dimensions", words(own.dimensions), []),
    purpose: own.purpose ?? "",
    instructions: own.instructions ?? "",
    scoring: {
      method: read(rules.method, "method", own.method || undefined, "percent-of-possible"),
      thresholds: read(
        rules.thresholds,
        "thresholds",
        own.thresholds ? readThresholds(own.thresholds) : undefined,
        [],
      ),
      maxNotApplicableShare: read(
        rules.maxNotApplicableShare.unwrap(),
        "max_not_applicable_share",
        number(own.max_not_applicable_share),
        0.25,
      ),
      missing: read(rules.missing.unwrap(), "missing", policy, { policy: "not-scorable" }),
    },
  };
  return { heading, issues };
}

/** `met 80; developing 60`; JSON where a band has a name of its own. */
function writeThresholds(thresholds: readonly Threshold[]): string {
  if (thresholds.some(({ label }) => label !== null)) return JSON.stringify(thresholds);
  return thresholds.map(({ band, from }) => `${band} ${from}`).join("; ");
}

function readThresholds(text: string): unknown {
  if (text.trim().startsWith("[")) return jsonOf(text);
  return text.split(";").map((part) => {
    const [band, from] = part.trim().split(/\s+/);
    return { band, from: number(from) };
  });
}

export function writeCondition(condition: Condition | null): string {
  return condition === null ? "" : JSON.stringify(condition);
}

/** The condition that an own field holds; null for none, or when it is no condition. */
export function readCondition(text: string | undefined): Condition | null {
  const read = condition.safeParse(jsonOf(text));
  return read.success ? read.data : null;
}

/** What is no JSON stays as it is, for the shape to refuse. */
export function jsonOf(text: string | undefined): unknown {
  if (!text?.trim()) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function yesNo(value: boolean): string {
  return value ? "yes" : "no";
}

/** What is neither yes nor no stays as it is, for the shape to refuse. */
function truth(text: string | undefined): unknown {
  if (!text) return undefined;
  if (/^(yes|true|1)$/i.test(text)) return true;
  return /^(no|false|0)$/i.test(text) ? false : text;
}

/** What is no number stays as it is, for the shape to refuse. */
function number(text: string | undefined): unknown {
  if (!text?.trim()) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
}

function present(fields: RawFields): RawFields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== ""),
  );
}

const NAMES: Record<string, string> = {
  sectionId: "section",
  essentialFunctionId: "function",
  critical: "fails_below",
  "critical.failsBelow": "fails_below",
  naAllowed: "na_allowed",
  naRequiresReason: "na_requires_reason",
  notObservedPolicy: "not_observed",
  dontKnowAllowed: "dont_know_allowed",
  refusedAllowed: "refused_allowed",
  showIf: "show_if",
  minAnswered: "min_answered",
};

function nameOf(path: string): string {
  const [first = "", ...rest] = path.split(".");
  return NAMES[path] ?? [NAMES[first] ?? first, ...rest].join(".");
}
