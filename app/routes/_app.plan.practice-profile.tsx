import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { PracticeProfilePage } from "#app/features/planning/components/practice-profile-page.tsx";
import { readPracticeProfile } from "#app/features/planning/read-practice-profile.server.ts";

export const meta = () => [{ title: "Practice profile · Throughline" }];

export const loader = withActor("anyone", async (ctx) => ({ profile: await readPracticeProfile(ctx) }));

export default function PracticeProfileRoute() {
  return <PracticeProfilePage profile={useLoaderData<typeof loader>().profile} />;
}
