import { data } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { PlanCards } from "#app/features/fidelity/components/improvement-plans.tsx";
import { SelfRatings } from "#app/features/fidelity/components/self-ratings.tsx";
import { listOpenSelfRatings } from "#app/features/fidelity/list-self-ratings.server.ts";
import { listOwnPlans } from "#app/features/fidelity/read-improvement-plan.server.ts";
import { MyCoachingPage } from "#app/features/sessions/components/my-coaching-page.tsx";
import { markStep } from "#app/features/sessions/mark-step.server.ts";
import { readMyCoaching } from "#app/features/sessions/read-my-coaching.server.ts";
import { pageSearch, stepStatusInput } from "#app/features/sessions/session.schema.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseForm, parseSearch } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "My coaching · Throughline" }];

export const loader = withActor(["coachee"], async (ctx, { request }) => {
  const [page, plans, ratings] = await Promise.all([
    readMyCoaching(ctx, parseSearch(request, pageSearch)),
    listOwnPlans(ctx),
    listOpenSelfRatings(ctx),
  ]);
  return { page, plans, ratings };
});

export const action = withActor(["coachee"], async (ctx, { request }) => {
  const form = await parseForm(request, stepStatusInput);
  if (!form.ok) return data(form, { status: 400 });
  await markStep(ctx, form.data);
  return redirectWithNotice(
    "/my-coaching",
    form.data.status === "done" ? "Marked as done" : "Marked as partly done",
  );
});

export default function MyCoachingRoute() {
  const { page, plans, ratings } = useLoaderData<typeof loader>();
  return (
    <MyCoachingPage
      page={page}
      plans={
        <>
          <SelfRatings ratings={ratings} />
          <PlanCards plans={plans} isOwn />
        </>
      }
    />
  );
}
