import { expect, test } from "vitest";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import {
  amendableUntil,
  checkAcceptanceStart,
  exceptionsOf,
  leftOutShare,
  ruleInForce,
} from "./acceptance.rules.ts";
import type { AcceptanceRule } from "./acceptance.types.ts";

const rule: AcceptanceRule = {
  ...{ id: "one", version: 1, startsOn: "2026-11-01", isOn: true, needsMet: true, needsWindow: true },
  ...{ needsCertified: true, mostLeftOut: 25, tellAfterDays: 5, amendDays: 14 },
};
const good = {
  ...({ result: "met", criticalFailures: [], observedOn: "2026-11-12", opensOn: "2026-11-05" } as const),
  ...{
    graceEndsOn: "2026-12-03",
    isRaterCertified: true,
    isRaterLapsed: false,
    leftOut: 25,
    isCorrected: false,
  },
};
const codes = (facts: Partial<Parameters<typeof exceptionsOf>[0]>, limits: AcceptanceRule | null = rule) =>
  exceptionsOf({ ...good, ...facts }, limits).map(({ code }) => code);

test("what is within every limit waits for nobody, the limits themselves included", () => {
  expect(codes({})).toEqual([]);
  expect(codes({ observedOn: "2026-11-05" })).toEqual([]);
  expect(codes({ observedOn: "2026-12-03" })).toEqual([]);
  expect(codes({ isRaterLapsed: null })).toEqual([]);
});

test.each([
  [{ result: "developing" as const }, ["not-met"]],
  [{ result: "not_scorable" as const }, ["not-met"]],
  [{ result: "not_met" as const, criticalFailures: ["a1"] }, ["critical"]],
  [{ observedOn: "2026-11-04" }, ["outside-window"]],
  [{ observedOn: "2026-12-04" }, ["outside-window"]],
  [{ isRaterCertified: false }, ["not-certified"]],
  [{ isRaterLapsed: true }, ["lapsed"]],
  [{ leftOut: 25.1 }, ["left-out"]],
  [{ isCorrected: true }, ["corrected"]],
])("%j waits because of %j", (facts, expected) => {
  expect(codes(facts)).toEqual(expected);
});

test("a limit that is off holds nothing back, and without limits only a correction waits", () => {
  const bad = { result: "not_met" as const, observedOn: "2026-01-01", isRaterCertified: false, leftOut: 100 };
  const loose = { ...rule, needsMet: false, needsWindow: false, needsCertified: false, mostLeftOut: null };
  expect(codes(bad, loose)).toEqual([]);
  expect(codes(bad, { ...rule, isOn: false })).toEqual([]);
  expect(codes(bad, null)).toEqual([]);
  expect(codes({ isCorrected: true }, null)).toEqual(["corrected"]);
});

test("the newest of the rules that have begun is in force", () => {
  const rules = [
    { ...rule, version: 3, startsOn: "2027-01-01" },
    rule,
    { ...rule, version: 2, startsOn: "2026-11-01" },
  ];
  expect(ruleInForce(rules, "2026-11-01")?.version).toBe(2);
  expect(ruleInForce(rules, "2027-01-01")?.version).toBe(3);
  expect(ruleInForce(rules, "2026-10-31")).toBeNull();
  expect(checkAcceptanceStart("2026-11-16", "2026-11-16")).toEqual({ ok: true });
  expect(checkAcceptanceStart("2026-11-15", "2026-11-16")).toMatchObject({ ok: false });
});

test("a result is amended for its days, or by a lead's leave, whichever is longer", () => {
  const on = (today: string, allowedUntil: string | null = null, days = 14) =>
    amendableUntil({ finalOn: "2026-11-01", allowedUntil }, { ...rule, amendDays: days }, today);
  expect(on("2026-11-15")).toBe("2026-11-15");
  expect(on("2026-11-16")).toBeNull();
  expect(on("2026-11-16", "2026-11-30")).toBe("2026-11-30");
  expect(on("2026-11-10", "2026-11-12")).toBe("2026-11-15");
  expect(on("2026-11-01", null, 0)).toBeNull();
  expect(on("2026-12-01", "2026-11-30")).toBeNull();
  expect(amendableUntil({ finalOn: "2026-11-01", allowedUntil: null }, null, "2026-11-01")).toBeNull();
});

test("of four items one without a value is a quarter; text and hidden items do not count", () => {
  const definition = readDefinition({
    ...{
      code: "c",
      version: 1,
      title: "T",
      subject: "coach",
      raterTypes: ["supervisor"],
      dimensions: ["adherence"],
    },
    sections: [{ id: "s", title: "S" }],
    items: [
      ...["a", "b", "c", "d"].map((id) => ({
        id,
        sectionId: "s",
        label: id,
        type: "trinary" as const,
        naAllowed: true,
      })),
      { id: "t", sectionId: "s", label: "t", type: "text" },
      {
        ...{ id: "h", sectionId: "s", label: "h", type: "trinary", naAllowed: true },
        showIf: { comparisons: [{ itemId: "a", is: "equal", value: 0 }] },
      },
    ],
    scoring: { method: "percent-of-possible", thresholds: [{ band: "met", from: 80 }] },
  });
  const value = (itemId: string) => ({ itemId, code: "value" as const, value: 2 });
  const given = [value("a"), value("b"), value("c"), { itemId: "d", code: "na" as const, reason: "no" }];
  expect(leftOutShare(definition, given)).toBe(25);
});
