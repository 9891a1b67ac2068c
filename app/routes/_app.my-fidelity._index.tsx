import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { MyFidelityPage } from "#app/features/fidelity/components/my-fidelity-page.tsx";
import { readMyFidelity } from "#app/features/fidelity/read-my-fidelity.server.ts";

export const meta = () => [{ title: "My practice · Throughline" }];

export const loader = withActor(["coach", "coachee"], (ctx) => readMyFidelity(ctx));

export default function MyFidelityRoute() {
  return <MyFidelityPage {...useLoaderData<typeof loader>()} />;
}
