import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import nodemailer from "nodemailer";
import type { Context } from "#app/access/context.ts";
import { readMailConfig } from "#app/config.server.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { claimMails, failInterruptedMails, markMail, type WaitingMail } from "./mails.queries.server.ts";

export interface Transport {
  send(mail: WaitingMail): Promise<void>;
  /** Whether sending the same mail again leaves one mail. */
  isRepeatable: boolean;
}

/** Sends waiting mail, oldest first. Each is claimed before it is sent, so that two workers never send the same one. */
export async function deliverMail(
  ctx: Context,
  transport: Transport = mailTransport(),
): Promise<{ sent: number; failed: number }> {
  await inSql(ctx, (sql) => failInterruptedMails(sql, ctx, transport.isRepeatable));
  let sent = 0;
  let failed = 0;
  for (;;) {
    const mails = await inSql(ctx, (sql) => claimMails(sql, ctx));
    if (mails.length === 0) return { sent, failed };
    for (const mail of mails) {
      const error = await transport.send(mail).then(
        () => null,
        (reason: Error) => reason.message,
      );
      await inSql(ctx, (sql) => markMail(sql, ctx, mail, error));
      if (error) failed += 1;
      else sent += 1;
    }
  }
}

/** SMTP when SMTP_URL is set; otherwise one `.eml` file a mail in the data folder, which the admin screens show. */
function mailTransport(): Transport {
  const { SMTP_URL, MAIL_FROM, DATA_DIR, publicUrl } = readMailConfig();
  const host = new URL(publicUrl).hostname;
  const message = (mail: WaitingMail) => ({
    from: MAIL_FROM,
    to: mail.toAddress,
    subject: mail.subject,
    text: mail.body.replaceAll(/^\/\S*$/gm, (link) => publicUrl + link),
    messageId: `<${mail.id}@${host}>`,
  });
  if (SMTP_URL) {
    const smtp = nodemailer.createTransport(SMTP_URL);
    return { isRepeatable: false, send: async (mail) => void (await smtp.sendMail(message(mail))) };
  }
  const files = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: "unix" });
  const folder = path.join(DATA_DIR, "mail");
  return {
    isRepeatable: true,
    send: async (mail) => {
      const { message: eml } = await files.sendMail(message(mail));
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, `${mail.id}.eml`), eml as Buffer);
    },
  };
}
