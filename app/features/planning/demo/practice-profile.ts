/** Best first. A profile names its own levels; the database stores them with every activity. */
export const DEMO_LEVELS = ["Ideal", "Acceptable", "Developmental", "Unacceptable"] as const;

export interface DemoCoreActivity {
  title: string;
  levels: { label: string; description: string }[];
}
export interface DemoFunction {
  code: string;
  title: string;
  description: string;
  activities: DemoCoreActivity[];
}
export interface DemoComponent {
  title: string;
  definition: string;
  functions: DemoFunction[];
}

function activity(title: string, ...descriptions: [string, string, string, string]): DemoCoreActivity {
  return {
    title,
    levels: DEMO_LEVELS.map((label, index) => ({ label, description: descriptions[index] ?? "" })),
  };
}

/** What coaching practice is in the demo program: the profile under which its sessions and ratings run. */
export const DEMO_PROFILE: {
  version: number;
  title: string;
  principles: string;
  components: DemoComponent[];
} = {
  version: 1,
  title: "Coaching practice profile",
  principles:
    "Coaching builds on training and never replaces it. It rests on seeing practice, not on hearing about it. It is a partnership: the coachee sets the direction, the coach keeps the focus. Support changes with what the data show and fades without ending. Coaches are themselves coached. What is said in coaching is never used to evaluate a person's performance.",
  components: [
    {
      title: "Partnership",
      definition:
        "Coach and coachee agree how they work together and build enough trust to look at practice honestly.",
      functions: [
        {
          code: "PC-1",
          title: "Agree how we work together",
          description: "A written agreement on purpose, roles, rhythm and what stays between us.",
          activities: [
            activity(
              "Makes a coaching agreement",
              "Written together before the second session, in the coachee's words, and looked at again every quarter.",
              "Written together before the third session and kept where both can see it.",
              "Uses a standard form that the coach fills in; the coachee signs.",
              "No agreement, or one the coachee has never seen.",
            ),
            activity(
              "Explains what is private and what is not",
              "Says who sees what, gives examples, invites questions and comes back to it when something changes.",
              "Says who sees what at the first session and answers questions.",
              "Mentions privacy in general terms.",
              "Promises what cannot be kept, or passes on what was said in confidence.",
            ),
          ],
        },
        {
          code: "PC-2",
          title: "Build a relationship of trust",
          description: "The coachee can say what is hard without fear for standing or evaluation.",
          activities: [
            activity(
              "Listens before leading",
              "The coachee speaks more than half of the time; the coach checks understanding before offering anything.",
              "Listens without interrupting and sums up at the main points.",
              "Listens, then turns quickly to advice.",
              "Talks most of the time or dismisses what is said.",
            ),
            activity(
              "Honors culture, strengths and context",
              "Names strengths from observed practice, asks about identity and context, and adapts the way of coaching.",
              "Names strengths and asks what the coachee needs from the coach.",
              "General praise; context is noticed only when it becomes a problem.",
              "Works from assumptions about the person, or from deficits alone.",
            ),
          ],
        },
      ],
    },
    {
      title: "Focus and goals",
      definition:
        "Coaching has a clear aim that comes from data, from the practice model and from the coachee.",
      functions: [
        {
          code: "PC-3",
          title: "Find the focus with data",
          description: "What to work on is chosen from observation and other data, together.",
          activities: [
            activity(
              "Brings more than one source",
              "Observation, fidelity results and the coachee's own view are looked at side by side.",
              "At least one observation and the coachee's own view.",
              "Relies on the coachee's report alone.",
              "The focus is set by the coach, or by somebody else's complaint.",
            ),
            activity(
              "Chooses the focus together",
              "The coachee names the focus and why it matters for families; the coach ties it to an essential function.",
              "Both agree on the focus and tie it to an essential function.",
              "The coach proposes and the coachee goes along.",
              "No shared focus.",
            ),
          ],
        },
        {
          code: "PC-4",
          title: "Set goals that change practice",
          description: "Goals say what the practitioner will do, and how both will see it.",
          activities: [
            activity(
              "Writes an observable goal",
              "One or two goals in plain words, observable, with a date and a way to see progress.",
              "Observable goals with a date.",
              "Goals name a topic rather than something that can be seen.",
              "No goal, or a goal the coachee does not know.",
            ),
            activity(
              "Links the goal to the practice model",
              "Both can say which family outcome the goal serves and through which part of the practice model.",
              "The part of the practice model is named.",
              "The link is made by the coach after the session.",
              "The goal has nothing to do with the practice model.",
            ),
          ],
        },
        {
          code: "PC-5",
          title: "Plan next steps that get done",
          description: "Every session ends with few, small, owned steps, and the next one begins with them.",
          activities: [
            activity(
              "Agrees action steps",
              "One to three steps, each with an owner, a day and a place in the week where it will happen.",
              "One to three steps with owner and day.",
              "Steps without a day, or all of them the coachee's.",
              "Ends without steps.",
            ),
            activity(
              "Follows up",
              "Opens with last time's steps, asks what was learned and adjusts.",
              "Asks about each of last time's steps.",
              "Asks only about some, or late in the session.",
              "Steps are forgotten.",
            ),
          ],
        },
      ],
    },
    {
      title: "Observation of practice",
      definition: "The coach sees real practice, with consent and a purpose, and records what happened.",
      functions: [
        {
          code: "PC-6",
          title: "Prepare the observation",
          description: "Both know what will be looked at, and the family knows who is in the room.",
          activities: [
            activity(
              "Agrees the lens",
              "Coachee chooses what to look for; both agree how the coach will take notes and when not to step in.",
              "What to look for is agreed beforehand.",
              "The coach decides what to look for and says so.",
              "Observes without telling what for.",
            ),
            activity(
              "Secures consent",
              "The family is asked beforehand in its own language and can say no at any time.",
              "The family is asked before it begins.",
              "The family is told rather than asked.",
              "Observes or records without asking.",
            ),
          ],
        },
        {
          code: "PC-7",
          title: "Observe and record what happens",
          description: "Notes are words and actions, not judgments.",
          activities: [
            activity(
              "Sees practice directly",
              "At least every second cycle, live or on a recording, long enough to see the skill in focus.",
              "At least once a quarter, live or on a recording.",
              "Seldom; relies on case discussion.",
              "Never observes.",
            ),
            activity(
              "Keeps objective notes",
              "Words and actions with times, free of names and of judgment, shared the same day.",
              "Mostly words and actions; shared within the week.",
              "Notes mix what happened with what the coach thought of it.",
              "No notes, or notes that name families.",
            ),
          ],
        },
      ],
    },
    {
      title: "Reflection, feedback and practice",
      definition: "The coachee thinks about what happened, hears what was seen, and tries the skill again.",
      functions: [
        {
          code: "PC-8",
          title: "Invite reflection",
          description: "Questions come before answers.",
          activities: [
            activity(
              "Asks open questions",
              "Asks, waits, and follows the coachee's thinking deeper before offering a view.",
              "Asks open questions before offering a view.",
              "Asks, then answers its own questions.",
              "Tells instead of asking.",
            ),
            activity(
              "Connects practice and result",
              "Helps the coachee link what they did to what the family did next, and to what that meant.",
              "Helps the coachee link what they did to what the family did next.",
              "Speaks of practice and result apart.",
              "Speaks of compliance only.",
            ),
          ],
        },
        {
          code: "PC-9",
          title: "Give feedback that can be used",
          description: "Specific, timely, balanced, about what was seen.",
          activities: [
            activity(
              "Gives specific feedback",
              "Quotes what was seen, says its effect, and asks what the coachee makes of it.",
              "Refers to what was seen and says its effect.",
              "General feedback without an example.",
              "None, or about the person rather than the practice.",
            ),
            activity(
              "Gives it in time",
              "The same or the next working day.",
              "Within five working days.",
              "Within two weeks.",
              "Later, or never.",
            ),
            activity(
              "Keeps the balance",
              "Strengths first and sincere, then one thing to grow, chosen with the coachee.",
              "Strengths and one or two things to grow.",
              "Only strengths, or a long list of things to grow.",
              "Only faults.",
            ),
          ],
        },
        {
          code: "PC-10",
          title: "Practice the skill",
          description: "The skill is shown and tried inside the session.",
          activities: [
            activity(
              "Models the skill",
              "Shows it in a situation of the coachee's choice and lets the coachee say what worked.",
              "Shows it in a realistic situation.",
              "Describes it.",
              "Neither shows nor describes it.",
            ),
            activity(
              "Rehearses with feedback",
              "The coachee tries, hears one thing, tries again, and feels the difference.",
              "The coachee tries once and hears feedback.",
              "Agrees to try it some other time.",
              "No practice in session.",
            ),
          ],
        },
      ],
    },
    {
      title: "Use of data and lasting change",
      definition: "Data decide how much coaching goes on, and supervision carries it further.",
      functions: [
        {
          code: "PC-11",
          title: "Review progress and adjust support",
          description: "Goals, fidelity and dose are looked at together, and the plan follows.",
          activities: [
            activity(
              "Looks at progress",
              "Every cycle both look at goals and data, write down what changed, and choose the next cycle from it.",
              "Every cycle both look at goals and data.",
              "Progress is talked of without data.",
              "Progress is not looked at.",
            ),
            activity(
              "Adjusts intensity",
              "More, less or different support is decided from data with a reason both can repeat.",
              "Intensity is reviewed each quarter with data.",
              "Intensity changes by habit or by workload.",
              "Intensity never changes, or coaching simply stops.",
            ),
          ],
        },
        {
          code: "PC-12",
          title: "Carry practice into everyday work",
          description: "The supervisor knows the skill in focus, and support fades on purpose.",
          activities: [
            activity(
              "Connects with supervision",
              "With the coachee's agreement, supervisor and coach reinforce the same skill; the conversation itself stays private.",
              "The supervisor knows the skill in focus.",
              "The supervisor knows that coaching takes place.",
              "The supervisor is not involved, or is told what was said in confidence.",
            ),
            activity(
              "Plans the fade",
              "Steps of less support are planned early, tied to data, with a way back.",
              "Less support is planned with dates.",
              "Support fades without a plan.",
              "Support ends overnight.",
            ),
            activity(
              "Brings barriers to those who can lift them",
              "Barriers in policy or workload are written down without case detail and brought to the site's team within a month.",
              "Barriers are brought to the site's team.",
              "Barriers are talked of but go no further.",
              "Barriers are treated as the coachee's fault.",
            ),
          ],
        },
      ],
    },
  ],
};
