import { isCalledOff, isDelivered } from "#app/features/sessions/session.codes.ts";
import type { SessionInput } from "#app/features/sessions/session.schema.ts";
import type { SeedCoach } from "./coaching.ts";
import type { Random } from "./random.ts";
import type { Slot } from "./session-plan.ts";
import * as texts from "./session-texts.ts";
import { dayText } from "./working-days.ts";

/** Somebody who may be named in a log beside the coach's people. */
export interface SeedCompanion {
  id: string;
  isCoach: boolean;
  isSupervisor: boolean;
}

/** What a log says one tap further: now and then, as coaches do. */
export function addFields(
  input: SessionInput,
  slot: Slot,
  {
    coach,
    companions,
    functionIds,
    random,
  }: {
    coach: SeedCoach;
    companions: readonly SeedCompanion[];
    functionIds: readonly string[];
    random: Random;
  },
): void {
  if (isCalledOff(input.status) && random.chance(0.7)) {
    // Most people say so the day before; some on the morning itself.
    const isSameDay = random.chance(0.3);
    const day = isSameDay ? slot.day : slot.day - random.int(1, 4);
    input.knownOn = dayText(day);
    input.knownTime = isSameDay ? "06:45" : random.pick(["09:10", "11:40", "15:25", "16:50"]);
  }
  if (!isDelivered(input.status)) return;
  if (random.chance(0.15)) {
    input.plannedStartTime = clock(slot.startMinute - 5 * random.int(0, 2));
    input.plannedEndTime = clock(slot.endMinute);
  }
  if (input.strengthNoted && random.chance(0.35)) input.feedbackAfterHours = random.pick([0, 0, 1, 24, 48]);
  const isRecording = input.observationKind === "recorded" || input.modality === "recorded_review";
  if (isRecording || (input.observationKind === "document_review" && random.chance(0.4))) {
    input.artefactRef = `${random.pick(texts.ARTEFACTS)} ${random.int(2, 60)}`;
    if (input.observationKind === "none") input.observationKind = "recorded";
    if (isRecording) input.hasRecordingConsent = true;
  }
  if (input.escalation !== "none") {
    input.escalatedOn = input.sessionOn;
    input.escalatedTo = input.escalation === "policy_concern" ? "program_lead" : "human_resources";
  }
  if (input.nextSessionOn && random.chance(0.3)) input.nextFocusId = random.pick(functionIds);
  for (const step of input.steps) if (random.chance(0.25)) step.supportNeeded = random.pick(texts.SUPPORT);
  const colleagues = companions.filter(({ isCoach }) => isCoach);
  if (colleagues.length > 0 && random.chance(0.03))
    input.alsoThere = [
      { personId: random.pick(colleagues).id, role: random.weighted({ co_coach: 70, shadow: 30 }) },
    ];
  else if (random.chance(0.01)) input.alsoThere = [{ personId: coach.supervisor.id, role: "observer" }];
}

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
