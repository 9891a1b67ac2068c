import type { InstrumentDefinitionInput } from "#fidelity/instruments/instrument.schema.ts";
import type { ScheduleRuleInput } from "#fidelity/schedule/schedule-rule.schema.ts";

type Item = InstrumentDefinitionInput["items"][number];
type Extras = {
  guidance?: string;
  critical?: number;
  na?: "with-reason" | "free";
  notObserved?: boolean;
  weight?: number;
};

function common(id: string, label: string, functionCode: string, extras: Extras) {
  return {
    id,
    sectionId: id.slice(0, id.indexOf("-")),
    label,
    essentialFunctionId: functionCode,
    ...(extras.guidance && { guidance: extras.guidance }),
    ...(extras.critical !== undefined && { critical: { failsBelow: extras.critical } }),
    ...(extras.na && { naAllowed: true, naRequiresReason: extras.na === "with-reason" }),
    ...(extras.notObserved && { notObservedPolicy: "remove" as const }),
    ...(extras.weight && { weight: extras.weight }),
  };
}

const yesNo = (id: string, code: string, label: string, extras: Extras = {}): Item => ({
  ...common(id, label, code, extras),
  type: "binary",
});

function inPlace(
  id: string,
  code: string,
  label: string,
  texts: [string, string, string],
  extras: Extras = {},
): Item {
  const anchors = texts.map((text, value) => ({ value, text }));
  return { ...common(id, label, code, extras), type: "trinary", anchors };
}

function ladder(
  id: string,
  code: string,
  label: string,
  texts: [string, string, string, string],
  extras: Extras = {},
): Item {
  const anchors = texts.map((text, value) => ({ value, text }));
  return { ...common(id, label, code, extras), type: "anchored", min: 0, max: 3, anchors };
}

/** The demo program's instrument for coaches: 30 items over the functions of its coaching practice profile. */
export const COACHING_PRACTICE_CHECKLIST: InstrumentDefinitionInput = {
  code: "coaching-practice-fidelity",
  version: 1,
  title: "Coaching Practice Fidelity Checklist",
  subject: "coach",
  raterTypes: ["supervisor", "peer-coach", "independent", "self"],
  dimensions: ["adherence", "quality"],
  purpose:
    "Shows a coach and the program how closely one coaching cycle followed the coaching practice profile, so that support goes where it helps. It is not an evaluation of the person.",
  instructions:
    "Observe one whole coaching session, live or recorded, and read its agreement and action plan. Rate what you saw and read, not what you know about the coach. Choose N/A only where the situation could not come up.",
  sections: [
    { id: "partnership", title: "Partnership" },
    { id: "focus", title: "Focus and goals" },
    { id: "observation", title: "Observation" },
    { id: "feedback", title: "Reflection, feedback and practice" },
    { id: "progress", title: "Progress and support" },
  ],
  items: [
    yesNo("partnership-1", "PC-1", "A written coaching agreement exists and both have it.", {
      guidance: "Look at the agreement, not only at what is said about it.",
    }),
    yesNo("partnership-2", "PC-1", "The coach says who will see what of this session before it starts.", {
      critical: 1,
      guidance: "Who sees that it took place, who sees the summary, and what stays with the coach.",
    }),
    inPlace("partnership-3", "PC-1", "Purpose and time of the session are agreed at its start.", [
      "The session starts without either.",
      "One of the two is agreed.",
      "Both are agreed, with the coachee's wishes asked for.",
    ]),
    ladder("partnership-4", "PC-2", "The coach listens before leading.", [
      "The coach talks most of the time.",
      "The coach listens, then turns quickly to advice.",
      "The coach lets the coachee finish and sums up the main points.",
      "The coachee speaks most of the time; the coach checks understanding before offering anything.",
    ]),
    inPlace("partnership-5", "PC-2", "The coach names strengths seen in the coachee's practice.", [
      "No strength is named.",
      "Praise is general.",
      "At least one strength is named with what was seen.",
    ]),
    inPlace(
      "partnership-6",
      "PC-2",
      "The coach asks about the coachee's context and adapts to it.",
      [
        "The context is passed over.",
        "It is asked about, and nothing changes.",
        "It is asked about and changes what they do.",
      ],
      { na: "with-reason" },
    ),
    yesNo("focus-1", "PC-3", "The focus of the session is tied to an essential function of practice."),
    inPlace("focus-2", "PC-3", "The focus rests on more than one source.", [
      "It rests on nobody's data.",
      "It rests on the coachee's report alone.",
      "An observation or result is looked at beside the coachee's own view.",
    ]),
    ladder("focus-3", "PC-3", "The coachee takes part in choosing the focus.", [
      "The focus is set by somebody else.",
      "The coach proposes and the coachee goes along.",
      "Both weigh options and agree.",
      "The coachee names the focus and why it matters for families.",
    ]),
    inPlace("focus-4", "PC-4", "The goal says what the practitioner will do differently.", [
      "There is no goal.",
      "The goal is an intention that nobody could see.",
      "The goal is an action that both would recognize.",
    ]),
    yesNo("focus-5", "PC-4", "Goal and starting point are written down.", { na: "with-reason" }),
    inPlace(
      "focus-6",
      "PC-5",
      "The last action steps are reviewed first.",
      [
        "They are not mentioned.",
        "They are mentioned without asking what happened.",
        "Each is reviewed: done, partly or not yet, and what was learned.",
      ],
      { na: "with-reason", guidance: "N/A in a first session only." },
    ),
    yesNo("observation-1", "PC-6", "What will be observed is agreed beforehand.", { notObserved: true }),
    inPlace(
      "observation-2",
      "PC-6",
      "The coach's role during the observation is agreed and kept.",
      ["It is not spoken of.", "It is agreed, and not kept throughout.", "It is agreed and kept."],
      { na: "with-reason" },
    ),
    yesNo("observation-3", "PC-7", "Practice is observed directly or in a recording in this cycle.", {
      critical: 1,
      weight: 2,
    }),
    ladder(
      "observation-4",
      "PC-7",
      "Notes describe what was said and done.",
      [
        "There are no notes.",
        "Notes are judgments.",
        "Notes mix facts and judgments.",
        "Notes are facts: words, actions, times.",
      ],
      { notObserved: true },
    ),
    inPlace("observation-5", "PC-7", "Families' privacy is kept in notes and conversation.", [
      "Names or case details are written down.",
      "Details are spoken of that the purpose does not need.",
      "Nothing identifies a family.",
    ]),
    yesNo("observation-6", "PC-6", "Feedback follows within two working days of the observation.", {
      na: "with-reason",
    }),
    ladder("feedback-1", "PC-8", "The coachee reflects before the coach gives feedback.", [
      "The coach starts with feedback.",
      "One closed question is asked.",
      "Open questions are asked and there is time to answer.",
      "Open questions lead the coachee to see something new in their own practice.",
    ]),
    inPlace("feedback-2", "PC-8", "Questions connect what was done with its effect on the family.", [
      "No such question is asked.",
      "The effect is named by the coach.",
      "The coachee works the effect out.",
    ]),
    ladder("feedback-3", "PC-9", "Feedback is specific.", [
      "There is no feedback.",
      "Feedback is general.",
      "Feedback names what was seen.",
      "Feedback names what was seen, its effect, and what to keep or try.",
    ]),
    yesNo("feedback-4", "PC-9", "Supportive feedback comes with at least one point to work on."),
    yesNo("feedback-5", "PC-9", "Feedback is about practice and never used as an evaluation of the person.", {
      critical: 1,
    }),
    ladder(
      "feedback-6",
      "PC-10",
      "A skill is shown or practiced.",
      [
        "It is only talked about.",
        "The coach describes how it is done.",
        "The coach shows it, or the coachee tries it.",
        "The coach shows it and the coachee practices it with feedback.",
      ],
      { na: "with-reason" },
    ),
    yesNo("feedback-7", "PC-10", "Practice is repeated after feedback.", { na: "with-reason" }),
    inPlace("progress-1", "PC-11", "Progress is looked at with data.", [
      "Progress is not spoken of.",
      "Progress is felt, not shown.",
      "Progress toward the goal is shown by data that both look at.",
    ]),
    inPlace(
      "progress-2",
      "PC-11",
      "The amount of support fits the progress.",
      [
        "Support stays as it is, whatever the progress.",
        "Support is spoken of and left as it is without a reason.",
        "Support is raised, kept or reduced for a stated reason.",
      ],
      { na: "free" },
    ),
    yesNo("progress-3", "PC-5", "The session ends with an action step that has a person and a day."),
    inPlace("progress-4", "PC-12", "The coachee says when and where they will use the skill next.", [
      "It is left open.",
      "The coach suggests an occasion.",
      "The coachee names an occasion and what might get in the way.",
    ]),
    yesNo("progress-5", "PC-12", "The next session has a day.", { na: "free" }),
  ],
  scoring: {
    method: "percent-of-possible",
    thresholds: [
      { band: "met", from: 80 },
      { band: "developing", from: 60 },
    ],
    maxNotApplicableShare: 0.25,
    missing: { policy: "not-scorable" },
  },
};

/** First 30 days after certification, then every 90; open from 14 days before to 7 after, 7 more of grace. */
export const COACH_FIDELITY_RULE: ScheduleRuleInput = {
  id: "coach-fidelity",
  title: "Coach fidelity review",
  kind: "offset",
  anchor: "certified",
  first: { count: 30, unit: "days" },
  every: { count: 90, unit: "days" },
  opensDaysBefore: 14,
  dueDaysAfter: 7,
  graceDays: 7,
};

/** A second look by somebody else, a month after a result below the threshold. */
export const SECOND_LOOK_RULE = {
  id: "second-look",
  title: "Second look after a low result",
  kind: "event",
  startOn: "2026-01-01",
  events: ["below-threshold"],
  after: { count: 30, unit: "days" },
  opensDaysBefore: 14,
  dueDaysAfter: 7,
  graceDays: 7,
} as const satisfies ScheduleRuleInput;

/** Twice a year coaches look at their own practice. */
export const SELF_RATING_RULE = {
  id: "self-rating",
  title: "Self-rating of coaches",
  kind: "calendar",
  startOn: "2026-01-01",
  everyMonths: 6,
  opensDaysBefore: 14,
  dueDaysAfter: 14,
  graceDays: 14,
} as const satisfies ScheduleRuleInput;
