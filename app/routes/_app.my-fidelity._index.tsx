import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { MyFidelityPage } from "#app/features/fidelity/components/my-fidelity-page.tsx";
import { listOwnPlans } from "#app/features/fidelity/read-improvement-plan.server.ts";
import { readMyFidelity } from "#app/features/fidelity/read-my-fidelity.server.ts";
import { readItemCourses } from "#app/features/fidelity/read-rated-focus.server.ts";

export const meta = () => [{ title: "My practice · Throughline" }];

export const loader = withActor(["coach", "coachee"], async (ctx) => {
  const [fidelity, plans, courses] = await Promise.all([
    readMyFidelity(ctx),
    listOwnPlans(ctx),
    readItemCourses(ctx),
  ]);
  return { ...fidelity, plans, courses };
});

export default function MyFidelityRoute() {
  return <MyFidelityPage {...useLoaderData<typeof loader>()} />;
}
