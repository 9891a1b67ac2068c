import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const snake = (name: string) => name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
const models = readdirSync("prisma/models").map((file) => readFileSync(`prisma/models/${file}`, "utf8"));

test("tables, columns and enums are the snake form of their names", () => {
  const wrong: string[] = [];
  for (const [, kind, name = "", body = ""] of models
    .join("\n")
    .matchAll(/^(model|enum) (\w+) \{\n([\s\S]*?)^\}/gm)) {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name;
    if (table !== snake(name)) wrong.push(`${kind} ${name}: @@map("${snake(name)}")`);
    if (kind === "enum") continue;
    for (const [line, field = "", type = ""] of body.matchAll(/^ {2}(\w+)\s+(\w+).*$/gm)) {
      if (/@relation|\[\]/.test(line) || models.some((text) => text.includes(`model ${type} {`))) continue;
      const column = /@map\("(\w+)"\)/.exec(line)?.[1] ?? field;
      if (column !== snake(field)) wrong.push(`${name}.${field}: @map("${snake(field)}")`);
    }
  }
  expect(wrong).toEqual([]);
});
