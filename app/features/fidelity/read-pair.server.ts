import type { PersonContext } from "#app/access/context.ts";
import { inSql } from "#app/db/in-transaction.server.ts";
import { readDefinition } from "#fidelity/instruments/read-definition.ts";
import { compareRatings } from "#fidelity/raters/compare-ratings.ts";
import { checklistOf, encodeAnswer, itemOf, toItemResponses } from "./answers.rules.ts";
import type { StoredScore } from "./assessment.types.ts";
import { findAssessment, listResponsesOf } from "./assessments.queries.server.ts";
import { agreementOf, differences } from "./double-rating.rules.ts";
import type { PairPage } from "./double-rating.types.ts";
import { findOwnPair, listNotes, listOwnScores } from "./double-ratings.queries.server.ts";

/** Two ratings side by side, for their two raters, once both are in. */
export function readPair(ctx: PersonContext, { pairId }: { pairId: string }): Promise<PairPage> {
  return inSql(ctx, async (sql) => {
    const { personId } = ctx.actor;
    const pair = await findOwnPair(sql, { id: pairId, personId });
    const ids = [pair.firstId, pair.secondId, ...(pair.consensusId ? [pair.consensusId] : [])];
    const [record, responses, scores, notes] = await Promise.all([
      findAssessment(sql, pair.firstId),
      listResponsesOf(sql, ids),
      listOwnScores(sql, ids),
      listNotes(sql, pairId, personId),
    ]);
    const definition = readDefinition(record.definition);
    const of = (id: string | null) => (id ? (responses.get(id) ?? []) : []);
    const [first, second, agreed] = [of(pair.firstId), of(pair.secondId), of(pair.consensusId)];
    const names = {
      first: pair.firstRaterName ?? "The first rater",
      second: pair.secondRaterName ?? "The second rater",
    };
    const consensusBy = pair.consensusRaterId === pair.firstRaterId ? names.first : names.second;
    const agreedOn = agreementOf(pair.consensusState);
    const { items: _, ...agreement } = compareRatings(definition, [
      { rating: toItemResponses(first), reference: toItemResponses(second) },
    ]);
    return {
      id: pair.id,
      coachName: record.subjectName,
      siteName: record.siteName,
      zone: record.zone,
      instrument: `${record.instrumentTitle}, version ${record.version}`,
      recordRule: pair.recordRule,
      completedOn: pair.completedOn,
      raters: names,
      scores: {
        first: shown(scores.get(pair.firstId)),
        second: shown(scores.get(pair.secondId)),
        consensus: shown(scores.get(pair.consensusId ?? "")),
      },
      sections: checklistOf(definition),
      agreement,
      differences: differences(definition, first, second).map((one) => {
        const row = agreed.find(({ itemId }) => itemId === one.itemId);
        return { ...one, consensus: row ? encodeAnswer(itemOf(definition, one.itemId), row) : null };
      }),
      notes,
      agreeBy: pair.agreeBy,
      consensus: pair.consensusId
        ? {
            id: pair.consensusId,
            state: agreedOn === "none" ? "begun" : agreedOn,
            by: consensusBy,
            isOwn: pair.consensusRaterId === personId,
          }
        : null,
    };
  });
}

const shown = (score: StoredScore | undefined) =>
  score ? { result: score.result, percent: score.percent } : null;
