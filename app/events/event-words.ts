import { EVENTS, type EventType } from "./catalog.ts";

/** What an event is about, by the first word of its type. */
const AREAS: readonly { group: string; about: readonly string[] }[] = [
  {
    group: "Sessions",
    about: ["session", "sessions", "session-plan", "session-plans", "goal", "action-step", "note-key"],
  },
  {
    group: "Coaching",
    about: [
      "agreement",
      "coach",
      "coach-capacity",
      "intensity",
      "fade",
      "group",
      "handover",
      "dosage-schedule",
    ],
  },
  {
    group: "Fidelity",
    about: [
      ...[
        "assessment",
        "assessments",
        "acceptance-rule",
        "feedback",
        "instrument",
        "certification",
        "reminder",
      ],
    ],
  },
  { group: "People and sites", about: ["person", "role", "site", "supervisor", "leave", "closure"] },
  { group: "Figures", about: ["figures"] },
  { group: "Planning", about: ["plan"] },
  {
    group: "Looking and leaving",
    about: ["access", "coach-figures", "shared-goals", "calendar-feed", "export"],
  },
  { group: "Imports", about: ["import"] },
];
const OTHERS = "Other";
/** What the log keeps from administrators, by a policy of the database, is not offered to them. */
const KEPT_BACK = ["improvement-plan", "schedule-event"];

/** Where the words of the type alone do not say it. */
const WORDS: Partial<Record<EventType, string>> = {
  "access.signed-in": "Signed in",
  "access.refused": "Access refused",
  "acceptance-rule.set": "Limits of acceptance fixed",
  "assessment.finalised": "Result of an assessment final",
  "assessment.returned": "Assessment given back for correction",
  "assessment.amendment-allowed": "Amendment of an assessment allowed",
  "feedback.answered": "Feedback answered by the coach",
  "coach.ended": "Coaching ended",
  "coach-figures.viewed": "Figures of a coach or coachee viewed",
  "group.reconciled": "Members of groups followed",
  "intensity.changed": "Intensity of coaching changed",
  "note-key.destroyed": "Key of private notes destroyed",
  "program.settings-changed": "Settings of the program changed",
  "role.assigned": "Role given",
  "session.acknowledgement-lapsed": "Acknowledgement of a session lapsed",
  "session.answered": "Coach answered the coachee's word",
  "session.opened": "Session opened in a safety case",
  "session.withdrawn": "Planned session taken out",
  "session.put-back": "Planned session put back",
  "sessions.import-undone": "Imported sessions taken back",
  "site.assigned": "Placed at a site",
  "site.left": "Place at a site ended",
  "supervisor.assigned": "Supervisor named",
  "supervisor.ended": "Supervision ended",
};

/** The type of an event in words: `session-plan.made` is "Session plan made". */
export function eventWords(type: string): string {
  const said = WORDS[type as EventType];
  if (said) return said;
  const words = type.replaceAll(/[.-]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Every type an administrator may see, by what it is about, in the order of the words. */
export function eventChoices(): { group: string; options: { value: EventType; label: string }[] }[] {
  const subjectOf = (type: EventType) => type.split(".")[0] ?? "";
  const types = (Object.keys(EVENTS) as EventType[]).filter((type) => !KEPT_BACK.includes(subjectOf(type)));
  const areaOf = (type: EventType) =>
    AREAS.find(({ about }) => about.includes(subjectOf(type)))?.group ?? OTHERS;
  return [...AREAS.map(({ group }) => group), OTHERS].flatMap((group) => {
    const options = types
      .filter((type) => areaOf(type) === group)
      .map((value) => ({ value, label: eventWords(value) }))
      .sort((a, b) => a.label.localeCompare(b.label, "en"));
    return options.length > 0 ? [{ group, options }] : [];
  });
}
