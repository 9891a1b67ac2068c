import type { Db } from "#app/db/in-transaction.server.ts";
import { functionCode } from "./steps.ts";

/** A profile has five components and some dozens of activities; the limit of each of its lists is far above. */
const IN_ORDER = { orderBy: { number: "asc" }, take: 100 } as const;

/** The newest published profile in reading order, down to its core activities. */
export function findMaybePublishedProfile(db: Db, programId: string) {
  return db.practiceProfile.findFirst({
    where: { programId, publishedAt: { not: null } },
    orderBy: { version: "desc" },
    select: {
      version: true,
      title: true,
      principles: true,
      publishedAt: true,
      components: {
        ...IN_ORDER,
        select: {
          number: true,
          title: true,
          definition: true,
          functions: {
            ...IN_ORDER,
            select: {
              number: true,
              title: true,
              description: true,
              activities: { ...IN_ORDER, select: { number: true, title: true, levels: true } },
            },
          },
        },
      },
    },
  });
}

/** Codes of the essential functions of the newest published profile, as instruments cite them. */
export async function listFunctionCodes(db: Db, programId: string): Promise<string[]> {
  const profile = await db.practiceProfile.findFirst({
    where: { programId, publishedAt: { not: null } },
    orderBy: { version: "desc" },
    select: { components: { ...IN_ORDER, select: { functions: { ...IN_ORDER, select: { number: true } } } } },
  });
  const functions = profile?.components.flatMap((component) => component.functions) ?? [];
  return functions.map(({ number }) => functionCode(number));
}
