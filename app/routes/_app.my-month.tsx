import { useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { MyMonth } from "#app/features/sessions/components/my-month-page.tsx";
import { readMyMonth } from "#app/features/sessions/read-my-month.server.ts";
import { monthSearch } from "#app/features/sessions/session.schema.ts";
import { parseSearch } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "My month · Throughline" }];

export const loader = withActor(["coach"], (ctx, { request }) =>
  readMyMonth(ctx, parseSearch(request, monthSearch)),
);

export default function MyMonthRoute() {
  return <MyMonth page={useLoaderData<typeof loader>()} />;
}
