import type { Refusal } from "#app/errors/problem.ts";
import { parseFormData } from "#app/http/parse-form-data.ts";
import { checkSession } from "../check-session.rules.ts";
import { functionIdsOf, type SessionFacts } from "../session.rules.ts";
import { type SessionInput, sessionEdit, sessionInput } from "../session.schema.ts";
import type { SessionFormPage } from "../session-form.types.ts";

const DAY_MS = 86_400_000;

/** What only the server knows is taken to be right; it is asked when the log arrives. */
function factsOf(page: SessionFormPage, input: SessionInput): SessionFacts {
  const { zone, coach, companions } = page;
  return {
    ...{ programId: "", coachId: coach.id, isCoachCertified: true, planVersion: null },
    assignments: input.attendeeIds.map((coacheeId) => ({
      ...{ coacheeId, zone, startsOn: "", endsOn: null },
      ...{ siteId: "", unitId: null },
    })),
    practiceProfileId: "in force",
    functionIds: functionIdsOf(input),
    unknownFunctionIds: [],
    companions,
    ...{ goals: [], actionSteps: [], agreedStepIds: [] },
  };
}

/**
 * What is wrong with a log as far as no server is needed to say it, in the words of the server; null when nothing is.
 * @param asksServer the server is asked next: a device whose clock is off leaves to it what depends on the time
 */
export function checkLog(
  page: SessionFormPage,
  form: FormData,
  { now, asksServer }: { now: Date; asksServer: boolean },
): Refusal | null {
  const read = parseFormData(form, page.rowVersion > 0 ? sessionEdit : sessionInput);
  if (!read.ok) return { ok: false, code: read.code, message: read.message, fieldErrors: read.fieldErrors };
  const facts = factsOf(page, read.data);
  const at = (shift: number) => checkSession(read.data, facts, new Date(now.getTime() + shift));
  const verdict = at(0);
  if (verdict.ok) return null;
  if (asksServer && [-DAY_MS, DAY_MS].some((shift) => at(shift).ok)) return null;
  return verdict;
}
