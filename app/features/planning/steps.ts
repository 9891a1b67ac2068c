/** Step 1, the need itself, comes before the plan; what follows Step 7 is the running program. */
export const PHASES = [
  { number: 1, title: "Identify and assess needs or opportunities" },
  { number: 2, title: "Select and adapt or design the intervention" },
  { number: 3, title: "Plan, prepare, and implement" },
] as const;

const ROMAN = ["", "I", "II", "III", "IV", "V"];

/** "Phase II: Select and adapt or design the intervention" */
export function phaseName({ number, title }: { number: number; title: string }): string {
  return `Phase ${ROMAN[number] ?? number}: ${title}`;
}

/** The steps of change and implementation that a plan covers: the one place of their numbers and names. */
export const STEPS = [
  { number: 2, phase: 1, title: "Form teams to guide the change process" },
  { number: 3, phase: 1, title: "Gather data and explore the problem in depth" },
  { number: 4, phase: 1, title: "Develop a theory to address the causes of the need or opportunity" },
  { number: 5, phase: 2, title: "Identify, research, and select from possible interventions" },
  { number: 6, phase: 2, title: "Adapt existing interventions or design new ones" },
  { number: 7, phase: 3, title: "Assess readiness and plan for implementation of the intervention" },
] as const;

export type StepNumber = (typeof STEPS)[number]["number"];

/** Milestones are known by step and number, because the numbers start again in every step. */
export function milestoneKey(step: number, milestone: number): string {
  return `Step ${step}, Milestone ${milestone}`;
}

/**
 * Milestone numbers below the highest adopted one that the plan did not adopt.
 * They are neither missing nor late.
 * @example notAdoptedMilestones([2, 4]) // [1, 3]
 */
export function notAdoptedMilestones(adopted: readonly number[]): number[] {
  const highest = Math.max(0, ...adopted);
  return Array.from({ length: highest }, (_, index) => index + 1).filter(
    (number) => !adopted.includes(number),
  );
}

/** Essential functions are numbered through a profile; the code is what instruments and people cite. */
export function functionCode(number: number): string {
  return `PC-${number}`;
}
