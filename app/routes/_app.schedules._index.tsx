import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { ScheduleRulesPage } from "#app/features/fidelity/components/schedule-rules-page.tsx";
import { listScheduleRules } from "#app/features/fidelity/list-schedule-rules.server.ts";
import { SCHEDULE_ROLES } from "#app/features/fidelity/schedule-rule.policy.ts";

export const meta = () => [{ title: "Schedules · Throughline" }];

export const loader = withActor(SCHEDULE_ROLES, (ctx) => listScheduleRules(ctx));

export default function Schedules() {
  return <ScheduleRulesPage {...useLoaderData<typeof loader>()} />;
}
