import { PROBLEMS, type ProblemCode } from "./catalog.ts";

/** A refusal that ends the request: not found, forbidden, conflict. Expected refusals of a rule are returned as verdicts. */
export class Problem extends Error {
  readonly status: number;
  constructor(
    readonly code: ProblemCode,
    /** What was refused, for the audit row and the log. Ids and codes only. */
    readonly detail: Record<string, string> = {},
    message: string = PROBLEMS[code].message,
  ) {
    super(message);
    this.status = PROBLEMS[code].status;
  }
}

/** The answer of a rule: yes, or no with a sentence that says what to do. */
export type Verdict = { ok: true } | Refusal;
export interface Refusal {
  ok: false;
  code: string;
  message: string;
  /** Messages by field name, for the form. */
  fieldErrors?: Record<string, string[]>;
}

/** A refusal that says why, and at which fields. */
export function refuse(code: string, message: string, fieldErrors?: Record<string, string[]>): Refusal {
  return { ok: false, code, message, ...(fieldErrors && { fieldErrors }) };
}

/** Refuses what was posted under an id that holds other content: the form then gets a new id. `next`: what to do. */
export function refuseStored(what: string, next: string): Refusal {
  return refuse("stored-already", `${what} is stored already, with other content. ${next}`);
}

/** Ends the request as forbidden unless `allowed`. */
export function requireThat(allowed: boolean, detail: Record<string, string> = {}): asserts allowed {
  if (!allowed) throw new Problem("not-allowed", detail);
}
