import { randomUUID } from "node:crypto";
import { data, redirect } from "@remix-run/node";
import { type MetaFunction, useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { PairPage } from "#app/features/fidelity/components/pair-page.tsx";
import { noteOnPair, openConsensus, takeOver } from "#app/features/fidelity/discuss-pair.server.ts";
import { pairForm, pairParams } from "#app/features/fidelity/double-rating.schema.ts";
import { readPair } from "#app/features/fidelity/read-pair.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, parseParams, readForm } from "#app/http/parse.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data: found }) => [
  { title: `Two ratings of ${found?.page.coachName ?? "a coach"} · Throughline` },
];

export const loader = withActor(["supervisor"], async (ctx, { params }) => ({
  page: await readPair(ctx, parseParams(params, pairParams)),
  newId: randomUUID(),
}));

export const action = withActor(["supervisor"], async (ctx, { request, params }) => {
  const { pairId } = parseParams(params, pairParams);
  const posted = await readForm(request);
  const form = parseFormData(posted, pairForm);
  const values = Object.fromEntries(posted);
  if (!form.ok) return data({ ...form, values }, { status: 400 });
  const here = `/double-ratings/${pairId}`;
  if (form.data.intent === "consensus") {
    const { assessmentId, isOwn } = await openConsensus(ctx, { pairId });
    return isOwn
      ? redirect(`/reviews/${assessmentId}`)
      : redirectWithNotice(here, "The other rater is writing it down already");
  }
  if (form.data.intent === "take-over") {
    const assessmentId = await takeOver(ctx, { pairId });
    return assessmentId
      ? redirect(`/reviews/${assessmentId}`)
      : redirectWithNotice(here, "There is nothing to take over");
  }
  const verdict = await noteOnPair(ctx, { ...form.data, pairId });
  if (!verdict.ok) return data({ ...verdict, values }, { status: 400 });
  return redirectWithNotice(here, "Added. The other rater is told.");
});

export { revalidatesForNewId as shouldRevalidate } from "#app/components/answer.ts";

export default function Pair() {
  return <PairPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
