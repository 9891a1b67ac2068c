import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ResetPasswordForm } from "#app/access/components/password-forms.tsx";
import { resetInput } from "#app/access/sign-in.schema.ts";
import { resetPassword } from "#app/access/sign-in.server.ts";
import { parseForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "New password · Throughline" }];

export function loader({ request }: LoaderFunctionArgs) {
  return { token: new URL(request.url).searchParams.get("token") ?? "" };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await parseForm(request, resetInput);
  if (!form.ok) return data({ ...form, values: {} }, { status: 400 });
  const refused = await resetPassword(request, form.data);
  return refused
    ? data({ ...refused, values: {} }, { status: 400 })
    : redirect("/sign-in?message=password-changed");
}

export default function ResetPasswordPage() {
  return <ResetPasswordForm {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
