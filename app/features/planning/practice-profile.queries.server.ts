import type { Db } from "#app/db/in-transaction.server.ts";

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
