import { SCHEDULED_SUBJECTS, type SubjectKind } from "./schedule.rules.ts";
import type { RuleForm } from "./schedule-rule.schema.ts";

export function isScheduled(subject: string): subject is SubjectKind {
  return SCHEDULED_SUBJECTS.some((one) => one === subject);
}

/** What a rule about practitioners cannot ask for, under the name of the field; null where everything can be done. */
export function checkSubject(subject: SubjectKind, form: RuleForm): Record<string, string[]> | null {
  if (subject === "coach") return null;
  const errors: Record<string, string[]> = {};
  if ("anchor" in form && form.anchor === "certified")
    errors.anchor = ["Practitioners are not certified here. Count from the first day of being coached"];
  if (form.kind === "random" && form.of === "sessions")
    errors.of = ["Sessions are drawn for reviews of coaches. Draw people"];
  return Object.keys(errors).length > 0 ? errors : null;
}
