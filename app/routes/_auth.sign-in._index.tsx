import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { SignInForm } from "#app/access/components/sign-in-form.tsx";
import { safeNext, signInInput } from "#app/access/sign-in.schema.ts";
import { signIn } from "#app/access/sign-in.server.ts";
import { findContext } from "#app/access/with-actor.server.ts";
import { getConfig } from "#app/config.server.ts";
import { parseForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Sign in · Throughline" }];

export async function loader(args: LoaderFunctionArgs) {
  const search = new URL(args.request.url).searchParams;
  const next = safeNext(search.get("next"));
  if (await findContext(args)) throw redirect(next);
  return {
    next,
    problem: search.get("problem"),
    message: search.get("message"),
    hasIdentityProvider: getConfig().OIDC_ISSUER !== undefined,
    isDemo: getConfig().THROUGHLINE_DEMO === "1",
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await parseForm(request, signInInput);
  if (!form.ok) return data(form, { status: 400 });
  const result = await signIn(request, form.data);
  if (result instanceof Response) return result;
  return data(
    { ...result, values: { email: form.data.email } },
    { status: result.code === "too-many-attempts" ? 429 : 400 },
  );
}

export default function SignInPage() {
  return <SignInForm {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
