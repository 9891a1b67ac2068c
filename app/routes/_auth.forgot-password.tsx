import { type ActionFunctionArgs, data } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { ForgotPasswordForm } from "#app/access/components/password-forms.tsx";
import { resetRequestInput } from "#app/access/sign-in.schema.ts";
import { requestReset } from "#app/access/sign-in.server.ts";
import { parseForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Forgotten password · Throughline" }];

export async function action({ request }: ActionFunctionArgs) {
  const form = await parseForm(request, resetRequestInput);
  if (!form.ok) return data(form, { status: 400 });
  const refused = await requestReset(request, form.data.email);
  return refused
    ? data({ ...refused, values: form.data }, { status: 429 })
    : data({ ok: true as const, sentTo: form.data.email });
}

export default function ForgotPasswordPage() {
  return <ForgotPasswordForm answer={useActionData<typeof action>()} />;
}
