import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { SecondStepForm } from "#app/access/components/second-step-form.tsx";
import { safeNext, secondFactorInput } from "#app/access/sign-in.schema.ts";
import { verifySecondFactor } from "#app/access/sign-in.server.ts";
import { parseForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Second step · Throughline" }];

export function loader({ request }: LoaderFunctionArgs) {
  return { next: safeNext(new URL(request.url).searchParams.get("next")) };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await parseForm(request, secondFactorInput);
  if (!form.ok) return data(form, { status: 400 });
  const result = await verifySecondFactor(request, form.data);
  if (result instanceof Response) return result;
  return data(result, { status: result.code === "too-many-attempts" ? 429 : 400 });
}

export default function SecondStepPage() {
  return <SecondStepForm {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
