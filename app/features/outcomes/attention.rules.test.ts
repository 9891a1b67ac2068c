import { describe, expect, test } from "vitest";
import { rankSites, type SiteEvidence } from "./attention.rules.ts";
import { figureOf } from "./figure.rules.ts";
import type { MeasureCode } from "./measure-catalog.ts";

const definitions = {
  "sessions-delivered": { direction: "up", target: 80 },
  reach: { direction: "up", target: 90 },
  "fidelity-completeness": { direction: "up", target: 85 },
  "coach-certification": { direction: "up", target: 90 },
} as const;

function site(
  name: string,
  ratios: Partial<Record<MeasureCode, [number, number]>>,
  more: Partial<SiteEvidence> = {},
): SiteEvidence {
  const figures = Object.fromEntries(
    Object.entries(ratios).map(([code, [numerator, denominator]]) => [
      code,
      figureOf(code as MeasureCode, { numerator, denominator }, null),
    ]),
  );
  return { siteId: name, name, figures, deliveryByMonth: [], isSilent: false, ...more };
}

const order = (sites: SiteEvidence[]) =>
  rankSites(sites, definitions).map(({ siteId, rank }) => [rank, siteId]);

describe("sites", () => {
  test("come worst first where their intervals lie apart", () => {
    const sites = [
      site("Fine", { "sessions-delivered": [190, 200] }),
      site("Stalled", { "sessions-delivered": [10, 200] }),
      site("Slow", { "sessions-delivered": [100, 200] }),
    ];
    expect(order(sites)).toEqual([
      ["1", "Stalled"],
      ["2", "Slow"],
      ["3", "Fine"],
    ]);
  });

  test("whose intervals overlap share a rank, also through a third between them", () => {
    const sites = [
      site("C", { "sessions-delivered": [62, 100] }),
      site("A", { "sessions-delivered": [38, 100] }),
      site("B", { "sessions-delivered": [50, 100] }),
    ];
    expect(rankSites(sites, definitions).map(({ rank, isTied }) => [rank, isTied])).toEqual([
      ["1–3", true],
      ["1–3", true],
      ["1–3", true],
    ]);
  });

  test("at their target or above it are not ranked by how far above", () => {
    const sites = [
      site("More", { "sessions-delivered": [260, 200] }),
      site("Below", { "sessions-delivered": [60, 200] }),
      site("Enough", { "sessions-delivered": [180, 200] }),
    ];
    expect(rankSites(sites, definitions).map(({ siteId, rank }) => [rank, siteId])).toEqual([
      ["1", "Below"],
      ["2–3", "Enough"],
      ["2–3", "More"],
    ]);
  });

  test("behind for certain on any question come before sites that only may be behind", () => {
    const sites = [
      site("Few sessions", { "sessions-delivered": [2, 4] }),
      site("Uncertified", { "sessions-delivered": [95, 100], "coach-certification": [2, 12] }),
    ];
    expect(rankSites(sites, definitions)).toMatchObject([
      {
        siteId: "Uncertified",
        standing: "behind",
        concerns: [{ reason: "10 coaches of 12 not certified." }],
      },
      { siteId: "Few sessions", standing: "maybe-behind" },
    ]);
  });

  test("say why in words, the certain reasons first", () => {
    const [first] = rankSites(
      [
        site(
          "Bend",
          { "sessions-delivered": [41, 96], reach: [7, 8], "fidelity-completeness": [2, 12] },
          { deliveryByMonth: [92, 70, 43] },
        ),
      ],
      definitions,
    );
    expect(first?.concerns.map(({ reason }) => reason)).toEqual([
      "41 sessions delivered of 96 planned (43\u00a0%); down from 92\u00a0% to 43\u00a0% within three months.",
      "10 assessments of 12 not done by the due day.",
      "1 of 8 times a coachee had no session in a month.",
    ]);
  });

  test("without a session in the last full month are told so", () => {
    const silent = site("Ontario", { "sessions-delivered": [3, 60] }, { isSilent: true });
    expect(rankSites([silent], definitions)[0]?.concerns[0]?.reason).toBe(
      "3 sessions delivered of 60 planned (5\u00a0%); none in the last full month.",
    );
  });

  test("without any figure come last and are neither good nor bad", () => {
    const sites = [
      site("New", { "sessions-delivered": [0, 0] }),
      site("Fine", { "sessions-delivered": [9, 10] }),
    ];
    expect(rankSites(sites, definitions)).toMatchObject([
      { siteId: "Fine", standing: "on-track" },
      { siteId: "New", standing: "no-data", concerns: [] },
    ]);
  });

  test("keep their order whatever the order they came in", () => {
    const sites = [
      site("B", { "sessions-delivered": [50, 100] }),
      site("A", { "sessions-delivered": [50, 100] }),
      site("C", { "sessions-delivered": [5, 100] }),
    ];
    expect(order([...sites].reverse())).toEqual(order(sites));
  });
});
