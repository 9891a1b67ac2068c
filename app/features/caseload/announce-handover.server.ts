import type { Context } from "#app/access/context.ts";
import type { SystemActor } from "#app/access/roles.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { type Notice, notify } from "#app/notices/notify.server.ts";
import { formatDay } from "#app/time/format-day.ts";
import { findMaybeHandoverForSystem } from "./handovers.queries.server.ts";

/** Tells coaches that people were handed over, each once for all of them, and coachees who coaches them now. */
export async function announceHandover(
  ctx: Context<SystemActor>,
  { handoverId }: { handoverId: string },
): Promise<{ told: number }> {
  return inSql(ctx, async (sql) => {
    const found = await findMaybeHandoverForSystem(sql, handoverId);
    if (!found || found.state === "cancelled") return { told: 0 };
    const { coachName, coachId, lines, state } = found;
    const day = formatDay(found.effectiveOn);
    const about = { subjectId: handoverId, periodKey: state };
    const receivers = new Map<string, number>();
    for (const { receiverId } of lines) receivers.set(receiverId, (receivers.get(receiverId) ?? 0) + 1);
    const people = (count: number) => (count === 1 ? "1 person" : `${count} people`);
    const href = `/handovers/${handoverId}`;
    const notices: Notice[] = [...receivers].map(([recipientId, count]) => ({
      ...about,
      ...{ recipientId, kind: "handover-received", href, mail: true },
      title:
        state === "planned"
          ? `${coachName} hands ${people(count)} to you on ${day}`
          : state === "undone"
            ? `The handover from ${coachName} was undone`
            : `${coachName} has handed ${people(count)} to you`,
      body:
        state === "undone"
          ? "The people are with their former coach again."
          : "Goals, open steps and planned sessions come along. Earlier records and notes stay where they were. Write an agreement with each of them.",
    }));
    notices.push({
      ...about,
      ...{ recipientId: coachId, kind: "handover-given", href, mail: false },
      title:
        state === "planned"
          ? `${people(lines.length)} of yours will have another coach from ${day}`
          : state === "undone"
            ? "A handover of your people was undone"
            : `${people(lines.length)} of yours have another coach`,
      body: "Your records of the sessions with them stay yours.",
    });
    if (state !== "planned")
      notices.push(
        ...lines.map(({ coacheeId, receiverName }) => ({
          ...about,
          ...{ recipientId: coacheeId, kind: "handover-coachee", href: "/my-coaching", mail: true },
          title:
            state === "undone"
              ? `${coachName} is your coach again`
              : `${receiverName} is your coach from ${day} on`,
          body: "Your goals and open steps stay. What you said in earlier sessions is not shown to another coach.",
        })),
      );
    const told = await Promise.all(notices.map((notice) => notify(sql, ctx, notice)));
    return { told: told.filter(Boolean).length };
  });
}
