import { refuse, type Verdict } from "#app/errors/problem.ts";
import type { Day } from "#app/time/days.ts";
import { formatDay } from "#app/time/format-day.ts";
import type { AgreementDraft } from "./agreement.schema.ts";
import type { AgreementParty } from "./agreement.types.ts";
import type { VisibilityProfile } from "./visibility-profile.types.ts";

export interface VersionParties {
  coachId: string;
  coacheeId: string;
  supervisorId: string | null;
  leadId: string | null;
}

/** Who signs a version, in the order of the page. */
export function partiesOf(version: VersionParties): { party: AgreementParty; personId: string }[] {
  const all: { party: AgreementParty; personId: string | null }[] = [
    { party: "coach", personId: version.coachId },
    { party: "coachee", personId: version.coacheeId },
    { party: "supervisor", personId: version.supervisorId },
    { party: "lead", personId: version.leadId },
  ];
  return all.flatMap(({ party, personId }) => (personId ? [{ party, personId }] : []));
}

export function partyOf(version: VersionParties, personId: string): AgreementParty | null {
  return partiesOf(version).find((each) => each.personId === personId)?.party ?? null;
}

export interface DraftFacts {
  today: Day;
  hasAssignment: boolean;
  /** The coach is the coachee's supervisor today. */
  isSupervisory: boolean;
}

/** Whether a text may stand: who may see more has to sign, and supervisory coaching is called by its name. */
export function checkDraft(
  draft: AgreementDraft,
  { today, hasAssignment, isSupervisory }: DraftFacts,
): Verdict {
  if (!hasAssignment)
    return refuse(
      "agreement.no-assignment",
      "You do not coach this person today, so there is nothing to agree on.",
    );
  const fieldErrors: Record<string, string[]> = {};
  if (isSupervisory !== (draft.profile === "supervisory"))
    fieldErrors.profile = [
      isSupervisory
        ? "You supervise this person: choose supervisory coaching"
        : "You do not supervise this person: choose another profile",
    ];
  if (isSupervisory && draft.supervisorId)
    fieldErrors.supervisorId = ["You are the supervisor and sign as the coach already"];
  if (sharesWithSupervisor(draft.profile) && !draft.supervisorId)
    fieldErrors.supervisorId = ["Who sees goal titles signs as well: choose the supervisor"];
  if (draft.profile === "shared_goals_and_lead" && !draft.leadId)
    fieldErrors.leadId = ["Who sees goal titles signs as well: choose the coaching lead"];
  if (draft.supervisorId && draft.supervisorId === draft.leadId)
    fieldErrors.leadId = ["Already signs as the supervisor"];
  if (draft.endsOn && draft.endsOn <= draft.startsOn)
    fieldErrors.endsOn = [
      `Choose a day after ${formatDay(draft.startsOn)}: the first day on which it no longer holds`,
    ];
  else if (draft.endsOn && draft.endsOn <= today) fieldErrors.endsOn = ["Choose a day that is still to come"];
  return Object.keys(fieldErrors).length === 0
    ? { ok: true }
    : refuse("agreement.draft", "Some fields need another look.", fieldErrors);
}

export function sharesWithSupervisor(profile: VisibilityProfile): boolean {
  return profile === "shared_goals" || profile === "shared_goals_and_lead";
}
