/** Stable codes of refusals. Codes are added, never renamed. */
export const PROBLEMS = {
  "not-found": { status: 404, message: "There is nothing here that you can see." },
  "role-missing": { status: 403, message: "Your roles do not include this page." },
  "not-allowed": { status: 403, message: "You may see this, but not change it." },
  conflict: {
    status: 409,
    message: "Somebody changed this in the meantime. Reload to see the latest, then try again.",
  },
  "bad-input": { status: 400, message: "Something in the request is not as expected." },
  "cross-origin": { status: 403, message: "The request came from another site and was refused." },
  "too-many-attempts": { status: 429, message: "Too many attempts. Wait a few minutes, then try again." },
} as const satisfies Record<string, { status: number; message: string }>;

export type ProblemCode = keyof typeof PROBLEMS;
