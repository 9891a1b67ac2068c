import { expect, test } from "vitest";
import { ROLES } from "#app/access/roles.ts";
import { canAdminister } from "./admin.policy.ts";

test("administration is for administrators alone", () => {
  const allowed = ROLES.filter((role) =>
    canAdminister({
      kind: "person",
      personId: "p",
      accountId: "a",
      name: "",
      email: "",
      programId: "program",
      programName: "",
      zone: "America/Los_Angeles",
      isDemo: false,
      roles: [{ role, siteIds: [], unitIds: [] }],
    }),
  );
  expect(allowed).toEqual(["admin"]);
});
