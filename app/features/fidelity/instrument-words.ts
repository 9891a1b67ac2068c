/** Fields of an instrument by the words of its pages. */
export const FIELD_WORDS: Record<string, string> = {
  code: "Code",
  title: "Title",
  subject: "Whose fidelity is rated",
  raterTypes: "Who may rate",
  dimensions: "What it looks at",
  purpose: "Purpose",
  instructions: "Instructions for raters",
  sections: "Sections",
  items: "Items",
  type: "Kind of answer",
  sectionId: "Section",
  label: "What the rater looks at",
  guidance: "Guidance",
  essentialFunctionId: "Function of the practice profile",
  min: "Lowest value",
  max: "Highest value",
  full: "Ratio that earns all",
  numerator: "What is counted",
  denominator: "Out of what",
  opportunity: "What an opportunity is",
  indicators: "Indicators",
  anchors: "What values mean",
  scored: "Counts in the score",
  weight: "Weight",
  reverse: "Reversed",
  critical: "Critical",
  naAllowed: "“Not applicable”",
  naRequiresReason: "Reason for “not applicable”",
  notObservedPolicy: "“Not observed”",
  dontKnowAllowed: "“Don't know”",
  refusedAllowed: "“Refused to say”",
  required: "Must be answered",
  showIf: "Asked only if",
  direction: "Direction",
  minAnswered: "Fewest items with a score",
  thresholds: "Bands",
  maxNotApplicableShare: "Largest share left out",
  missing: "Blanks",
  method: "Method",
};

export const TYPE_WORDS: Record<string, string> = {
  binary: "Yes or no",
  trinary: "Not in place, partly, fully (0, 1, 2)",
  anchored: "Steps, each with its text",
  count: "How often (a count)",
  duration: "How long (minutes)",
  ratio: "One count to another",
  percent: "Share of opportunities",
  indicators: "Several indicators, yes or no",
  text: "Words, not scored",
};

export const SUBJECT_WORDS: Record<string, string> = {
  coach: "Coach",
  practitioner: "Practitioner",
  unit: "Unit",
};

export const RATER_WORDS: Record<string, string> = {
  self: "Oneself (self-rating)",
  supervisor: "Supervisor",
  "peer-coach": "Peer coach",
  independent: "Independent rater",
  participant: "Participant",
};

export const DIMENSION_WORDS: Record<string, string> = {
  adherence: "Adherence",
  exposure: "Exposure",
  quality: "Quality",
  responsiveness: "Responsiveness",
  differentiation: "Differentiation",
};

export const BAND_WORDS: Record<string, string> = {
  met: "Met",
  developing: "Developing",
  "not-met": "Not met",
};

export const NOT_OBSERVED_WORDS: Record<string, string> = {
  "not-allowed": "is no possible answer",
  remove: "leaves the score",
  zero: "earns nothing",
};

export const TEST_WORDS: Record<string, string> = {
  equal: "is",
  "not-equal": "is not",
  "at-least": "is at least",
  "at-most": "is at most",
  "more-than": "is more than",
  "less-than": "is less than",
  answered: "has a value",
  na: "is not applicable",
  "not-observed": "was not observed",
  "dont-know": "is not known",
  refused: "was refused",
};

/** The words of a list as choices of a field. */
export const choicesOf = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }));
