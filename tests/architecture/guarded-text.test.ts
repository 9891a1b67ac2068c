import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const files = readdirSync("app", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".tsx"))
  .map((file) => path.join("app", file));

test("every box for free text warns of names and numbers of clients", () => {
  const bare = files
    .filter((file) => !/^app\/components\/(text-field|guarded-text)\.tsx$/.test(file))
    .filter((file) => /<(TextAreaField|textarea)\b/.test(readFileSync(file, "utf8")));
  // Remedy: GuardedTextArea of app/components/guarded-text.tsx.
  expect(bare).toEqual([]);
});

test("lines that hold reasons, steps, goals and titles warn as well", () => {
  const FREE =
    /name=(?:"(?:\w*[rR]eason|title|targetLevel|reply)"|\{`[^`]*(?:what|dropReasons)[^`]*`\}|\{name\("reason"\)\})/;
  const bare = files.flatMap((file) => {
    const fields = readFileSync(file, "utf8").match(/<TextField\b[\s\S]*?\/>/g) ?? [];
    return fields
      .filter((field) => FREE.test(field))
      .map((field) => `${file}: ${field.split("\n")[1]?.trim()}`);
  });
  expect(bare).toEqual([]);
});
