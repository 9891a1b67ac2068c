import type { Role } from "#app/access/roles.ts";
import type {
  ActivityStatus,
  MilestoneStatus,
  OutcomeStatus,
  StepStatus,
} from "#app/features/planning/statuses.ts";
import type { StepNumber } from "#app/features/planning/steps.ts";

/** Days are offsets from today: the plan was written over the autumn and winter before coaching began. */
interface DemoDates {
  owner: Role;
  startsIn?: number;
  dueIn?: number;
  doneIn?: number;
  note?: string;
  evidence?: readonly string[];
}
export interface DemoActivity extends DemoDates {
  title: string;
  detail?: string;
  status: ActivityStatus;
}
export interface DemoMilestone extends DemoDates {
  number: number;
  title: string;
  status: MilestoneStatus;
  approver: Role;
}
export interface DemoOutcome extends DemoDates {
  title: string;
  status: OutcomeStatus;
}
export interface DemoStep extends DemoDates {
  number: StepNumber;
  status: StepStatus;
  activities: readonly DemoActivity[];
  milestones: readonly DemoMilestone[];
  outcomes: readonly DemoOutcome[];
}

const done = (startsIn: number, dueIn: number, doneIn: number) =>
  ({ status: "done", startsIn, dueIn, doneIn }) as const;

/** The work plan of the Workforce Development Framework's statewide coaching model. */
export const DEMO_PLAN: {
  title: string;
  desiredChange: string;
  approvedIn: number;
  steps: readonly DemoStep[];
} = {
  title: "Workforce Development Framework: Statewide Coaching Model",
  desiredChange:
    "ODHS-CW will select a coaching model, based on developing a shared understanding of their coaching needs, previous efforts, and data.",
  approvedIn: -262,
  steps: [
    {
      number: 2,
      status: "complete",
      owner: "lead",
      startsIn: -446,
      dueIn: -400,
      doneIn: -404,
      activities: [
        {
          title: "Establish an inclusive working team and sub-teams",
          detail:
            "People who are committed to contributing to any effort needed: researching coaching models, assessing the state's readiness, and addressing any identified needs that affect the successful implementation of a coaching model.",
          owner: "lead",
          ...done(-446, -425, -427),
        },
        {
          title: "Determine team membership",
          detail: "Possibly inclusive of agency roles.",
          owner: "planner",
          ...done(-440, -420, -421),
          note: "Coaches, supervisors, training, data and equity are represented. A parent partner joined in the second month.",
        },
        {
          title: "Establish a team charter",
          owner: "planner",
          ...done(-425, -405, -408),
          evidence: ["Team charter, version 1, approved by the sponsor"],
        },
      ],
      milestones: [
        {
          number: 1,
          title: "Team/teaming structure established",
          status: "achieved",
          owner: "lead",
          approver: "lead",
          startsIn: -446,
          dueIn: -400,
          doneIn: -404,
          evidence: ["Teaming structure: working team, five sub-teams, sponsor"],
        },
      ],
      outcomes: [
        {
          title:
            "Committed group of staff who have the needed skill sets and perspectives to contribute to and guide this change effort",
          status: "observed",
          owner: "planner",
          dueIn: -390,
          doneIn: -392,
        },
      ],
    },
    {
      number: 3,
      status: "complete",
      owner: "evaluator",
      startsIn: -420,
      dueIn: -350,
      doneIn: -346,
      activities: [
        {
          title: "Share and review the assessment of the state's training system",
          detail:
            "The assessment completed by the Butler Institute, and additional data regarding training, to prioritize findings that inform the coaching model and other workforce development interventions. With a specific focus on: What is currently known? What questions remain? What additional data is needed?",
          owner: "evaluator",
          ...done(-420, -398, -399),
        },
        {
          title: "Review existing data collected during the R3 pilot",
          detail:
            "Determine if additional data is needed from R3 pilot site participants, such as alignment with current policy, procedures and practice model; focus group and/or survey data from participants; family and child outcome data.",
          owner: "evaluator",
          ...done(-412, -388, -385),
        },
        {
          title: "Gather additional data on the R3 coaching pilot as needed",
          detail: "To include conducting targeted focus groups and a survey.",
          owner: "evaluator",
          ...done(-390, -365, -358),
          note: "Two focus groups moved by a week after the November storms.",
          evidence: ["Focus group guide", "Survey form and response count by site"],
        },
        {
          title: "Conduct data analysis",
          owner: "evaluator",
          ...done(-365, -350, -346),
          evidence: ["Findings and recommendations from the R3 pilot"],
        },
      ],
      milestones: [
        {
          number: 2,
          title: "Existing data about the need identified and obtained",
          status: "achieved",
          owner: "evaluator",
          approver: "lead",
          startsIn: -420,
          dueIn: -380,
          doneIn: -383,
          evidence: ["Data inventory with owners and access"],
        },
      ],
      outcomes: [
        {
          title:
            "Agreement and buy-in by team members to the assessment process for data collection and analysis",
          status: "observed",
          owner: "evaluator",
          dueIn: -385,
          doneIn: -386,
        },
        {
          title: "Shared understanding of data analysis findings and recommendations",
          status: "observed",
          owner: "planner",
          dueIn: -340,
          doneIn: -341,
        },
      ],
    },
    {
      number: 4,
      status: "complete",
      owner: "planner",
      startsIn: -360,
      dueIn: -320,
      doneIn: -322,
      activities: [
        {
          title: "Develop a theory of change for implementation of a coaching model",
          detail: "Based on data analysis and team consensus: a pathway that leads to the desired outcomes.",
          owner: "planner",
          ...done(-355, -322, -324),
          evidence: ["Theory of change, agreed version"],
        },
      ],
      milestones: [
        {
          number: 2,
          title: "Theory (pathway) of change developed and documented",
          status: "achieved",
          owner: "planner",
          approver: "lead",
          startsIn: -355,
          dueIn: -320,
          doneIn: -322,
        },
      ],
      outcomes: [
        {
          title:
            "Shared team understanding of causal links in a pathway of change leading to desired outcome(s)",
          status: "observed",
          owner: "planner",
          dueIn: -318,
          doneIn: -320,
        },
        {
          title:
            "Sense of inclusion by team members and other key stakeholders in the exploration process and design of the theory of change",
          status: "emerging",
          owner: "lead",
          dueIn: 25,
          note: "Coachees in the pilot sites felt heard; three districts joined late and say so.",
        },
      ],
    },
    {
      number: 5,
      status: "complete",
      owner: "planner",
      startsIn: -335,
      dueIn: -300,
      doneIn: -298,
      activities: [
        {
          title: "Review the Center's research on available coaching models",
          detail: "Determine fit and feasibility for implementing with OR DHS.",
          owner: "planner",
          ...done(-335, -315, -316),
          evidence: ["Fit and feasibility ratings of four models"],
        },
        {
          title: "Examine coaching models previously implemented elsewhere",
          detail: "Engage team members or a sub-team to examine the relevant ones.",
          owner: "planner",
          ...done(-330, -312, -312),
        },
        {
          title: "Determine available resources for implementing a coaching model in OR DHS",
          owner: "lead",
          ...done(-320, -306, -303),
        },
        {
          title: "Determine whether to select, adapt, or develop a coaching model",
          detail:
            "Whether OR DHS would like to select an existing coaching model, adapt an existing coaching model, or develop a new coaching model.",
          owner: "lead",
          ...done(-310, -300, -298),
          note: "Decision: adapt an existing practice-based model.",
          evidence: ["Decision record: adapt"],
        },
      ],
      milestones: [
        {
          number: 2,
          title: "Intervention options assessed for fit, feasibility, and context",
          status: "achieved",
          owner: "planner",
          approver: "lead",
          startsIn: -335,
          dueIn: -305,
          doneIn: -303,
        },
      ],
      outcomes: [
        {
          title:
            "Buy-in of team or sub-team members to fully participate in the process for researching and selecting a coaching model that addresses the identified root causes and achieves desired outcomes",
          status: "observed",
          owner: "planner",
          dueIn: -300,
          doneIn: -299,
        },
        {
          title:
            "Shared understanding and consensus among team members regarding the coaching model and a commitment to develop a plan for implementation",
          status: "observed",
          owner: "lead",
          dueIn: -295,
          doneIn: -295,
        },
      ],
    },
    {
      number: 6,
      status: "reopened",
      owner: "planner",
      startsIn: -304,
      dueIn: 45,
      note: "Reopened after six months of coaching: the wording of two essential functions is hard to rate. Version 1 stays in force meanwhile.",
      activities: [
        {
          title: "Determine if there is a need to adapt or develop the coaching model",
          owner: "lead",
          ...done(-304, -292, -292),
        },
        {
          title: "Define core components of the coaching model",
          owner: "planner",
          ...done(-296, -282, -283),
        },
        {
          title: "Assign sub-teams to draft one core component each",
          detail: "To include essential functions and core activities.",
          owner: "planner",
          ...done(-285, -270, -268),
        },
        {
          title: "Come to consensus on the practice profile for the coaching model",
          detail: "The team reviews the drafts of practice profiles from the sub-teams.",
          owner: "planner",
          status: "in_progress",
          startsIn: -270,
          dueIn: 30,
          note: "Consensus on version 1 was reached eight months ago. Review of PC-5 and PC-11 for version 2 is under way.",
          evidence: ["Practice profile, version 1", "Raters' comments on PC-5 and PC-11"],
        },
      ],
      milestones: [
        {
          number: 3,
          title: "Staff (practitioner) requirements specified",
          status: "achieved",
          owner: "planner",
          approver: "lead",
          startsIn: -296,
          dueIn: -264,
          doneIn: -266,
        },
      ],
      outcomes: [
        {
          title:
            "Shared understanding and consensus among team members and agency leadership of the components of the coaching model",
          status: "observed",
          owner: "lead",
          dueIn: -260,
          doneIn: -262,
        },
      ],
    },
    {
      number: 7,
      status: "in_progress",
      owner: "lead",
      startsIn: -290,
      dueIn: 60,
      note: "The first wave of sites is coaching. Readiness and preparation continue for the second wave.",
      activities: [
        {
          title: "Determine needed participants for the readiness assessment",
          detail: "Specific to the coaching model and the practice profile (if applicable).",
          owner: "lead",
          ...done(-290, -280, -281),
        },
        {
          title: "Determine existing resources to support the implementation of a coaching model",
          detail: "Including focus groups and interviews.",
          owner: "evaluator",
          ...done(-288, -272, -272),
        },
        {
          title: "Develop a plan to communicate about the readiness assessment",
          detail:
            "To clearly communicate the need for the readiness assessment, identify readiness strengths and capacity needs, and to analyze and share assessment findings.",
          owner: "planner",
          ...done(-282, -270, -271),
        },
        {
          title: "Conduct the readiness assessment",
          owner: "evaluator",
          status: "in_progress",
          startsIn: -272,
          dueIn: 21,
          note: "First wave finished before launch. Second wave: four of six sites have answered.",
          evidence: ["Readiness findings, first wave"],
        },
        {
          title:
            "Review readiness findings and develop strategies to build capacity and strengthen motivation",
          owner: "lead",
          status: "at_risk",
          startsIn: -262,
          dueIn: -6,
          note: "Waits for the last two sites of the second wave.",
        },
        {
          title: "Develop an implementation plan for the coaching model",
          detail:
            "One plan that identifies all activities needed to prepare for implementation, in the six parts below.",
          owner: "lead",
          ...done(-270, -250, -252),
          evidence: ["Implementation plan, approved version"],
        },
        {
          title: "Outline implementation plan elements and revisit teaming and leadership structure",
          owner: "planner",
          ...done(-268, -258, -258),
        },
        {
          title: "Identify communication and engagement activities",
          owner: "planner",
          ...done(-266, -255, -256),
        },
        {
          title: "Communicate the coaching model implementation plan to staff",
          detail: "Where needed: the purpose, goals, theory of change and guiding principles of the plan.",
          owner: "planner",
          status: "in_progress",
          startsIn: -250,
          dueIn: -12,
          note: "Regional meetings held in twelve of sixteen districts.",
        },
        { title: "Plan the selection of coaches", owner: "lead", ...done(-266, -255, -256) },
        { title: "Plan the training of coaches", owner: "planner", ...done(-266, -254, -255) },
        {
          title: "Plan the measurement of quality and outcomes",
          detail: "Including plans for conducting fidelity assessments.",
          owner: "evaluator",
          ...done(-266, -252, -250),
          evidence: ["Fidelity and outcome measurement plan"],
        },
        { title: "Plan how the coaching model is initiated", owner: "lead", ...done(-262, -252, -253) },
        {
          title: "Select the first implementing units and sites",
          owner: "lead",
          ...done(-264, -252, -252),
          evidence: ["Site selection record with criteria"],
        },
        {
          title: "Decide when and how coaching will begin",
          owner: "lead",
          ...done(-260, -250, -251),
        },
      ],
      milestones: [
        {
          number: 4,
          title: "Implementation plan developed, and site(s) selected",
          status: "achieved",
          owner: "lead",
          approver: "lead",
          startsIn: -270,
          dueIn: -250,
          doneIn: -251,
          evidence: ["Approval of the plan and the first four sites"],
        },
      ],
      outcomes: [
        {
          title:
            "Committed group of staff who have the skills and knowledge, and perspectives to contribute to the readiness assessment and plan for implementation",
          status: "observed",
          owner: "lead",
          dueIn: -250,
          doneIn: -251,
        },
        {
          title: "Shared understanding and consensus among team members, agency leadership and staff",
          status: "emerging",
          owner: "lead",
          dueIn: 30,
          note: "Strong in the first wave; not yet asked in the second.",
        },
        {
          title:
            "Enhanced team capacity for implementation planning for the coaching model based on readiness assessment findings",
          status: "not_assessed",
          owner: "planner",
          dueIn: 45,
        },
      ],
    },
  ],
};
