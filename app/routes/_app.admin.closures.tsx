import { randomUUID } from "node:crypto";
import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withActor } from "#app/access/with-actor.server.ts";
import { addClosure } from "#app/features/admin/add-closure.server.ts";
import { closureForm } from "#app/features/admin/closure.schema.ts";
import { ClosuresPage } from "#app/features/admin/components/closures-page.tsx";
import { listClosures } from "#app/features/admin/list-closures.server.ts";
import { withdrawClosure } from "#app/features/admin/withdraw-closure.server.ts";
import { redirectWithNotice } from "#app/http/notice.server.ts";
import { parseFormData, readForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Closures · Throughline" }];

export const loader = withActor(["admin"], async (ctx) => ({
  ...(await listClosures(ctx)),
  newId: randomUUID(),
}));

export const action = withActor(["admin"], async (ctx, { request }) => {
  const posted = await readForm(request);
  const form = parseFormData(posted, closureForm);
  const values = Object.fromEntries(posted);
  if (!form.ok) return data({ ...form, values }, { status: 400 });
  if (form.data.intent !== "add") {
    const isWithdrawn = form.data.intent === "withdraw";
    await withdrawClosure(ctx, { id: form.data.id, isWithdrawn });
    return redirectWithNotice(
      "/admin/closures",
      isWithdrawn ? "The closure is withdrawn" : "The closure holds again",
    );
  }
  const verdict = await addClosure(ctx, form.data);
  if (!verdict.ok) return data({ ...verdict, values }, { status: 400 });
  return redirectWithNotice("/admin/closures", "Closure added");
});

export { revalidatesForNewId as shouldRevalidate } from "#app/components/answer.ts";

export default function ClosuresRoute() {
  const { newId, ...page } = useLoaderData<typeof loader>();
  return <ClosuresPage page={page} newId={newId} answer={useActionData<typeof action>()} />;
}
