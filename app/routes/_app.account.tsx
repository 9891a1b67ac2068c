import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { AccountPage } from "#app/access/components/account-page.tsx";
import { ROLE_LABELS } from "#app/access/roles.ts";
import {
  beginSecondFactor,
  confirmSecondFactor,
  endSecondFactor,
  readSecondFactor,
} from "#app/access/second-factor.server.ts";
import { accountInput } from "#app/access/sign-in.schema.ts";
import { withActor } from "#app/access/with-actor.server.ts";
import { parseForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Account and security · Throughline" }];

export const loader = withActor("anyone", async ({ actor }, { request }) => ({
  name: actor.name,
  email: actor.email,
  programName: actor.programName,
  roles: actor.roles.map((held) => ({
    label: ROLE_LABELS[held.role],
    sites: held.siteIds.length,
    units: held.unitIds.length,
  })),
  hasSecondFactor: await readSecondFactor(request),
}));

export const action = withActor("anyone", async (ctx, { request }) => {
  const form = await parseForm(request, accountInput);
  if (!form.ok) return data(form, { status: 400 });
  const input = form.data;
  if (input.intent === "begin") {
    const setup = await beginSecondFactor(request, ctx, input.password);
    return data(setup, { status: setup.ok ? 200 : 400 });
  }
  const result =
    input.intent === "confirm"
      ? await confirmSecondFactor(request, ctx, input.code)
      : await endSecondFactor(request, ctx, input.password);
  return result instanceof Headers
    ? data({ ok: true as const, changed: true }, { headers: result })
    : data(result, { status: 400 });
});

export default function Account() {
  return <AccountPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
