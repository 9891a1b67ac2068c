import { withActor } from "#app/access/with-actor.server.ts";
import { Problem } from "#app/errors/problem.ts";

export const loader = withActor("anyone", async (_ctx, { request }) => {
  throw new Problem("not-found", { subject: "address", id: new URL(request.url).pathname.slice(0, 200) });
});

export default function NotFound() {
  return null;
}
