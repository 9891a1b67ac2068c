import { describe, expect, test } from "vitest";
import { findIdentifiers } from "./identifier-guard.ts";

const found = (text: string, known: string[] = []) => findIdentifiers(text, known).map((each) => each.found);

describe("names", () => {
  test.each([
    ["We talked about Mrs. Jones and the visit.", "Mrs. Jones"],
    ["Prepared for the Alvarez family.", "the Alvarez family"],
    ["She asked how her son Jacob felt.", "son Jacob"],
    ["Worked on safety with client Maria.", "client Maria"],
    ["The mother J.S. was angry.", "mother J.S."],
    ["Client Maria Gonzalez came late.", "Client Maria"],
    ["Mother Ana and the coach agreed.", "Mother Ana"],
    ["Grandmother said yes; the Miller-Stone case closes.", "the Miller-Stone case"],
  ])("%s", (text, expected) => expect(found(text)).toEqual([expected]));

  test.each([
    "We practised open questions before the visit.",
    "The mother was angry, and the child on Monday was calm.",
    "Looked at the Safety case plan; the child Welfare manual helps.",
    "Discussed the family meeting in March with the Foster family.",
    "Met at 10:30 on 11/16/2026 for 45 minutes.",
    "Reached 4 of 5 goals, 80 percent.",
  ])("nothing in: %s", (text) => expect(found(text)).toEqual([]));

  test("coach and coachee may be named", () => {
    expect(found("Coached parent Elio well.", ["Elio Ember"])).toEqual([]);
    expect(found("Coached parent Elio well.")).toEqual(["parent Elio"]);
  });
});

describe("numbers", () => {
  test.each([
    ["Case 48213 was reviewed.", "Case 48213"],
    ["See referral no. 77-120.", "referral no. 77-120"],
    ["ID AB1234567 in the system", "AB1234567"],
    ["SSN 123-45-6789", "123-45-6789"],
    ["Call 503-555-0142 first", "503-555-0142"],
  ])("%s", (text, expected) => expect(found(text)).toEqual([expected]));
});

test("a date of birth is found, another date is not", () => {
  expect(findIdentifiers("DOB: 4/12/2019")).toEqual([{ kind: "birth-date", found: "DOB: 4/12/2019" }]);
  expect(findIdentifiers("Next visit 4/12/2027")).toEqual([]);
});

test("the same words are named once", () => {
  expect(found("Mrs. Jones, then Mrs. Jones again")).toEqual(["Mrs. Jones"]);
});

test("a long text is read in no time", () => {
  const start = performance.now();
  findIdentifiers("the mother of the child said that ".repeat(2000));
  expect(performance.now() - start).toBeLessThan(200);
});
