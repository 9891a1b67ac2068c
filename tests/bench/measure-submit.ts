import { randomUUID } from "node:crypto";
import { Client } from "./client.ts";
import { type Spread, spreadOf } from "./figures.ts";
import type { Server } from "./servers.ts";

const CLIENTS = 8;

export interface Contestant {
  server: Server;
  path: string;
  /** The demo account its clients are signed in with. */
  account?: string;
}
export interface SubmitResult {
  perSecond: Map<string, Spread>;
  p50: Map<string, Spread>;
  /** Requests a second of the first contestant over those of each other, round by round. */
  ratios: Map<string, Spread>;
}

/** The fields of a plain session log, as the form of the product posts them. */
function formOf(
  { people, functions }: { people: string[]; functions: string[] },
  count: number,
): URLSearchParams {
  const person = people[count % people.length] ?? "";
  const yesterday = new Date(Date.now() - 86_400_000 * (1 + (count % 14))).toISOString().slice(0, 10);
  return new URLSearchParams({
    id: randomUUID(),
    attendeeIds: person,
    status: "held",
    sessionOn: yesterday,
    startTime: "10:00",
    endTime: "10:45",
    modality: "in_person_office",
    observationKind: "none",
    escalation: "none",
    focusIds: functions[count % functions.length] ?? "",
    strategies: "debrief:reflective_questioning",
    strengthNoted: "on",
    "steps[0].id": randomUUID(),
    "steps[0].ownerId": person,
    "steps[0].what": "",
    summary: "We looked back at the last two weeks of visits and agreed what to try next.",
  });
}

/** Posts the same form to every contestant with eight clients each, round after round in changing order. */
export async function measureSubmit(
  contestants: readonly Contestant[],
  facts: { people: string[]; functions: string[] },
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<SubmitResult> {
  const clients = new Map<string, Client[]>();
  for (const { server, account } of contestants) {
    const first = new Client(server.origin);
    if (account) await first.signIn(account);
    const own = [first, ...Array.from({ length: CLIENTS - 1 }, () => first.twin())];
    clients.set(server.name, own);
  }
  const perSecond = new Map<string, number[]>(contestants.map(({ server }) => [server.name, []]));
  const p50 = new Map<string, number[]>(contestants.map(({ server }) => [server.name, []]));
  for (let round = -1; round < rounds; round += 1) {
    const order = contestants.map(
      (_, index) => contestants[(index + Math.max(0, round)) % contestants.length],
    );
    for (const contestant of order) {
      if (!contestant) continue;
      const own = clients.get(contestant.server.name) ?? [];
      const times = await drive(contestant, own, facts, seconds);
      if (round < 0) continue;
      perSecond.get(contestant.server.name)?.push(times.length / seconds);
      p50
        .get(contestant.server.name)
        ?.push(times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN);
    }
  }
  for (const client of [...clients.values()].flat()) client.close();
  const [first] = perSecond.values();
  return {
    perSecond: mapValues(perSecond, spreadOf),
    p50: mapValues(p50, spreadOf),
    ratios: mapValues(perSecond, (rates) =>
      spreadOf(rates.map((rate, round) => (first?.[round] ?? 0) / rate)),
    ),
  };
}

async function drive(
  { server, path }: Contestant,
  clients: readonly Client[],
  facts: { people: string[]; functions: string[] },
  seconds: number,
): Promise<number[]> {
  const until = performance.now() + seconds * 1000;
  const times: number[] = [];
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < until) {
        const form = formOf(facts, times.length);
        const startedAt = performance.now();
        const answer = await client.post(path, form);
        times.push(performance.now() - startedAt);
        if (answer.status !== 302)
          throw new Error(
            `${server.name} answered ${answer.status}: ${answer.body.toString().slice(0, 300)}`,
          );
      }
    }),
  );
  return times;
}

function mapValues<A, B>(map: Map<string, A>, change: (value: A) => B): Map<string, B> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}
