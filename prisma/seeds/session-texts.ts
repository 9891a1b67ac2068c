/** Words of the demo program: about practice, never about a client. */
export const SUMMARY_OPENINGS = [
  "We looked back at the last two weeks of visits and what had gone to plan.",
  "We began with what you were proud of since we last met.",
  "We went through your notes from the observation, section by section.",
  "We picked up the goal from last time and looked at what had changed.",
  "We talked through how you prepare a first visit and what you look for.",
  "We practised the opening of a difficult conversation, twice, with roles reversed.",
  "We compared your written assessment with the practice profile.",
  "We planned the next family meeting together, step by step.",
] as const;
export const SUMMARY_MIDDLES = [
  "You asked open questions and waited for the answer, which opened up the conversation.",
  "You named the family's strengths early and came back to them when it became tense.",
  "You noticed yourself that the explanation of next steps came too late.",
  "Your documentation was clear; the reasons for the decision could stand further up.",
  "We saw that preparation time is what gives way first when the week fills up.",
  "You tried the reflective listening we practised and found it easier than expected.",
  "We found two places where a pause would have helped more than another question.",
  "You described how you shared the plan with the family and checked that it was understood.",
] as const;
export const SUMMARY_ENDINGS = [
  "Next time we will watch for the same thing in a live observation.",
  "You will try it in the next two visits and note how it went.",
  "We agreed to keep the goal and to make the step smaller.",
  "I will send the example we talked about.",
  "We will look at the graph of the last three observations together.",
  "You will bring one piece of writing to the next session.",
] as const;
export const STEPS = [
  "Use the opening we practised in the next two visits",
  "Write three open questions before each visit",
  "Ask the family to say the next steps in their own words",
  "Bring one written assessment to the next session",
  "Block thirty minutes to prepare before the family meeting",
  "Note one strength of the family in every contact record",
  "Read the section on engagement in the practice guide",
  "Watch the recorded example and note two things to try",
  "Ask a colleague to observe one visit",
  "Draft the agenda of the next family meeting",
  "Pause before answering and count to three",
  "Share the plan in writing on the day of the meeting",
] as const;
export const COACH_STEPS = [
  "Send the example of a clear assessment",
  "Find a date for a live observation",
  "Ask the supervisor about protected time for coaching",
  "Prepare the graph of the last observations",
] as const;
export const GOALS = [
  "Opens every first visit by saying why I am here and what happens next",
  "Uses at least three reflections in a conversation",
  "Writes assessments that separate what was seen from what was concluded",
  "Involves the family in each step of the plan",
  "Prepares every visit with a purpose and two questions",
  "Names strengths before worries in family meetings",
  "Asks for feedback at the end of each visit",
  "Documents contacts within two working days",
] as const;
export const TARGET_LEVELS = ["Acceptable", "Ideal"] as const;
/** How often each reason was given for what became of a session. */
export const REASONS = {
  cancelled_by_coach: {
    coach_away: 9,
    training_or_meeting: 5,
    court: 3,
    travel_or_weather: 2,
    workload: 2,
    technical: 1,
  },
  cancelled_by_coachee: {
    ...{ court: 8, case_emergency: 7, coachee_away: 7, workload: 5, training_or_meeting: 3 },
    ...{ travel_or_weather: 1, mix_up: 1, other: 1 },
  },
  cancelled_agency: {
    office_closed: 5,
    training_or_meeting: 5,
    travel_or_weather: 3,
    staffing: 2,
    technical: 2,
  },
  no_show_coachee: { not_known: 6, case_emergency: 5, mix_up: 3, court: 2, travel_or_weather: 1 },
  no_show_coach: { mix_up: 3, case_emergency: 2, travel_or_weather: 2, technical: 1 },
  rescheduled: {
    court: 6,
    workload: 4,
    case_emergency: 3,
    coachee_away: 3,
    training_or_meeting: 2,
    other: 2,
  },
} as const;
/** What was added in words: always where no reason fits, now and then otherwise. */
export const REASON_WORDS = {
  other: ["The room was not free", "Asked for another day"],
  court: ["The hearing was moved to that morning"],
  case_emergency: ["An urgent visit came in"],
  training_or_meeting: ["All-staff meeting"],
  mix_up: ["Wrong day in the calendar"],
  office_closed: ["Closed for repairs"],
} as const;
export const COMMENTS = [
  "Thank you, this helped with the visit on Thursday.",
  "Please add that we also talked about preparation time.",
  "I would like to practise this once more.",
] as const;
export const DISPUTES = [
  "We met for half an hour, not for the whole time.",
  "This was planned, but it did not take place.",
  "I was not at this session.",
] as const;
export const DROP_REASONS = [
  "No longer needed",
  "Overtaken by other work",
  "Replaced by a smaller step",
] as const;
export const NOTES = [
  "Think about how to make more room for their own ideas next time.",
  "I talked too much in the second half. Ask, then wait.",
  "Plan the next observation for a morning.",
] as const;
export const COACH_STRENGTHS = [
  "The coachee did most of the talking and arrived at the next step without being told.",
  "Feedback was specific and tied to what was seen in the observation.",
  "The session had a clear purpose that both could name.",
  "The practice round was short, safe and repeated.",
] as const;
export const NEXT_STEPS = [
  "Leave more silence after a question.",
  "Bring the data of the last observations into the conversation.",
  "Agree the action step with a day and write it down together.",
  "Look at the coaching agreement again with the coachee.",
] as const;
export const NOT_APPLICABLE = [
  "The situation did not come up",
  "No practice was planned for this session",
] as const;
export const OBSERVATION_COMMENTS = [
  "Seen twice in the session.",
  "Came late, but it came.",
  "Discussed with the coach afterwards.",
] as const;

export const AMENDMENT_REASONS = [
  "The end was written down ten minutes too late",
  "We compared calendars: the meeting was shorter",
  "Corrected after the coachee asked",
] as const;
/** Where an agency keeps what was observed. */
export const ARTEFACTS = [
  "Observation folder, sheet",
  "Training drive, file",
  "Supervision binder, page",
] as const;
export const SUPPORT = [
  "Time before the visit to prepare",
  "The example from the practice guide",
  "A colleague who comes along once",
  "Half an hour with the supervisor",
] as const;
export const BASELINES = [
  "Once in five visits today",
  "In writing, not yet in the conversation",
  "Only when reminded",
  "Not seen in the first observation",
] as const;
export const EVIDENCE = [
  "Seen in two observations in a row",
  "The written assessments of a month",
  "The families say it in their own words",
] as const;
