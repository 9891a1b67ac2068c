import { expect, test } from "vitest";
import { newPerson } from "./person.schema.ts";

const person = (givenName: string) =>
  newPerson.safeParse({ givenName, familyName: "Torres", email: "Maya.Torres@agency.gov" });

test("a name holds what can be seen: no line ends, no marks that turn its direction", () => {
  expect(person(" Maya\r\nBcc: x@y.example ").data?.givenName).toBe("Maya Bcc: x@y.example");
  expect(person("\u202EayaM\u202C").data?.givenName).toBe("ayaM");
  for (const name of ["Zoë", "María José", "O’Neill", "محمد", "می‌خواهم"])
    expect(person(name).data?.givenName).toBe(name);
  for (const name of ["", " ", "\u200B", "\u2800\u2060"]) expect(person(name).success).toBe(false);
});
