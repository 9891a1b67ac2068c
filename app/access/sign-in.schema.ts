import { z } from "zod";

const missing = (what: string) => ({ error: `Enter ${what}` });

export const signInInput = z.object({
  email: z.email({ error: "Enter your work e-mail address, such as name@agency.gov" }),
  password: z.string(missing("your password")).max(200),
  next: z.string().max(500).optional(),
});

export const secondFactorInput = z.object({
  code: z
    .string(missing("the six digits"))
    .transform((text) => text.replaceAll(/\s/g, ""))
    .pipe(
      z
        .string()
        .regex(
          /^(\d{6}|[A-Za-z0-9]{5}-[A-Za-z0-9]{5})$/,
          "Enter the six digits your app shows, or a backup code",
        ),
    ),
  next: z.string().max(500).optional(),
});

export const resetRequestInput = z.object({
  email: z.email({ error: "Enter your work e-mail address, such as name@agency.gov" }),
});

const newPassword = z.string(missing("a new password")).min(12, "Use at least 12 characters").max(128);
export const resetInput = z.object({ token: z.string().min(1), password: newPassword });

const password = z.string(missing("your password")).max(200);
export const accountInput = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("begin"), password }),
  z.object({
    intent: z.literal("confirm"),
    code: z.string(missing("the six digits")).regex(/^\d{6}$/, "Enter the six digits your app shows"),
  }),
  z.object({ intent: z.literal("end"), password }),
]);

/** Only paths of this product: never another site. */
export function safeNext(next: string | null | undefined): string {
  return next && /^\/(?![/\\])/.test(next) ? next : "/";
}
