import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import postgres from "postgres";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Database, openDatabase } from "#app/db/client.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { deliverMail } from "#app/notices/deliver-mail.server.ts";
import { notify } from "#app/notices/notify.server.ts";
import { addPerson, addProgram, type TestPerson, type TestProgram } from "#tests/factories/people.ts";
import { systemContextFor } from "#tests/support/actors.ts";
import { testDatabase } from "#tests/support/database.ts";

let database: Database;
let owner: postgres.Sql;
let program: TestProgram;
let person: TestPerson;

beforeAll(async () => {
  owner = postgres(testDatabase().ownerUrl, { max: 2, onnotice: () => {} });
  database = openDatabase(testDatabase().workerUrl);
  program = await addProgram(owner);
  person = await addPerson(owner, program);
});
beforeEach(() => owner`DELETE FROM mail`);
afterAll(async () => {
  await database.close();
  await owner.end();
});

const notice = (periodKey: string) => ({
  recipientId: person.id,
  kind: "fidelity-digest",
  subjectId: person.id,
  periodKey,
  title: "Two fidelity checklists are due",
  body: "Open them here:",
  href: "/reviews",
  mail: true,
});
const mailFolder = () => path.join(process.env.DATA_DIR ?? "", "mail");

test("a notice given twice, and in parallel, is one inbox item and one mail", async () => {
  const ctx = systemContextFor(database, program);
  const once = () => inSql(ctx, (sql) => notify(sql, ctx, notice("2026-11-16")));
  const news = [...(await Promise.all([once(), once(), once()])), await once()];
  expect(news.filter(Boolean)).toHaveLength(1);
  expect(await owner`SELECT FROM inbox_item WHERE period_key = '2026-11-16'`).toHaveLength(1);
  expect(await owner`SELECT FROM mail`).toHaveLength(1);
});

test("several workers at once write each mail to one file, with absolute links", async () => {
  const ctx = systemContextFor(database, program);
  for (let day = 1; day <= 30; day += 1) await inSql(ctx, (sql) => notify(sql, ctx, notice(`many-${day}`)));
  const results = await Promise.all([deliverMail(ctx), deliverMail(ctx), deliverMail(ctx)]);
  expect(results.reduce((sum, result) => sum + result.sent, 0)).toBe(30);
  expect(await owner`SELECT FROM mail WHERE state = 'sent'`).toHaveLength(30);
  const files = readdirSync(mailFolder());
  expect(files).toHaveLength(30);
  const text = readFileSync(path.join(mailFolder(), files[0] ?? ""), "utf8");
  expect(text).toContain("http://localhost:3000/reviews");
  expect(text).toContain(`To: ${person.email}`);
});

test("a sender that died while sending to files is taken up again without making a second file", async () => {
  const ctx = systemContextFor(database, program);
  await inSql(ctx, (sql) => notify(sql, ctx, notice("died")));
  const before = readdirSync(mailFolder()).length;
  await owner`UPDATE mail SET state = 'sending', claimed_at = now() - INTERVAL '1 hour', attempts = 1`;
  await deliverMail(ctx);
  await owner`UPDATE mail SET state = 'sending', claimed_at = now() - INTERVAL '1 hour', attempts = 1`;
  await deliverMail(ctx);
  expect(readdirSync(mailFolder()).length).toBe(before + 1);
});

test("over SMTP a mail whose fate is unknown is shown as failed and never sent again", async () => {
  const received: string[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    hideSTARTTLS: true,
    onData: (stream, session, done) => {
      stream.resume();
      stream.on("end", () => {
        received.push(session.envelope.rcptTo.map((to) => to.address).join());
        done();
      });
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
  const address = smtp.server.address();
  process.env.SMTP_URL = `smtp://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  try {
    const ctx = systemContextFor(database, program);
    await inSql(ctx, (sql) => notify(sql, ctx, notice("smtp-1")));
    await Promise.all([deliverMail(ctx), deliverMail(ctx)]);
    expect(received).toEqual([person.email]);
    await owner`UPDATE mail SET state = 'sending', claimed_at = now() - INTERVAL '1 hour'`;
    await deliverMail(ctx);
    expect(received).toHaveLength(1);
    const [row] = await owner`SELECT state, error FROM mail`;
    expect(row).toMatchObject({ state: "failed", error: expect.stringContaining("not known") });
  } finally {
    delete process.env.SMTP_URL;
    await new Promise<void>((resolve) => smtp.close(resolve));
  }
});

test("a refused mail waits and is tried again, five times at most", async () => {
  const ctx = systemContextFor(database, program);
  await inSql(ctx, (sql) => notify(sql, ctx, notice("refused")));
  const transport = { isRepeatable: true, send: () => Promise.reject(new Error("mailbox full")) };
  for (let attempt = 0; attempt < 7; attempt += 1) {
    await deliverMail(ctx, transport);
    await owner`UPDATE mail SET claimed_at = now() - INTERVAL '1 day'`;
  }
  const [row] = await owner`SELECT state, attempts, error FROM mail`;
  expect(row).toEqual({ state: "failed", attempts: 5, error: "mailbox full" });
});
