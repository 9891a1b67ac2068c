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
  z.object({ intent: z.literal("renew-calendar") }),
  z.object({ intent: z.literal("end-calendar") }),
]);

const HERE = "http://here.invalid";

/** Only addresses of this product, read as a browser reads them (it drops tabs and line ends): never another site. */
export function safeNext(next: string | null | undefined): string {
  if (!next?.startsWith("/") || !URL.canParse(next, HERE)) return "/";
  const { origin, pathname, search, hash } = new URL(next, HERE);
  return origin === HERE && !pathname.startsWith("//") ? `${pathname}${search}${hash}` : "/";
}
