import { randomUUID } from "node:crypto";
import { data, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { ReleasedMonthPage } from "#app/features/outcomes/components/released-month-page.tsx";
import { monthName } from "#app/features/outcomes/months.rules.ts";
import { readReleasedMonth } from "#app/features/outcomes/read-released-month.server.ts";
import { releaseParams, restatementForm } from "#app/features/outcomes/release.schema.ts";
import { restateFigures } from "#app/features/outcomes/restate-figures.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, parseParams, readForm } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `${page ? monthName(page.month) : "Month"}, released · Throughline` },
];

export const loader = withActor(["lead", "evaluator", "supervisor"], async (ctx, { params }) => ({
  ...(await readReleasedMonth(ctx, parseParams(params, releaseParams).month)),
  newId: randomUUID(),
}));

export const action = withActor(["lead", "evaluator"], async (ctx, { request, params }) => {
  const { month } = parseParams(params, releaseParams);
  const posted = await readForm(request);
  const form = parseFormData(posted, restatementForm);
  const values = Object.fromEntries(posted);
  if (!form.ok) return data({ ...form, values }, { status: 400 });
  const verdict = await restateFigures(ctx, { ...form.data, month: `${month}-01` });
  if (!verdict.ok) return data({ ...verdict, values }, { status: 409 });
  return redirectWithNotice(`/rollout/released/${month}`, "Today’s figures are released");
});

export default function ReleasedMonthRoute() {
  const { newId, ...view } = useLoaderData<typeof loader>();
  return <ReleasedMonthPage view={view} newId={newId} answer={useActionData<typeof action>()} />;
}
