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
import { getConfig } from "#app/config.server.ts";
import { CalendarSection } from "#app/features/calendar/components/calendar-section.tsx";
import { endCalendar } from "#app/features/calendar/end-calendar.server.ts";
import { readFeedState } from "#app/features/calendar/read-feed-state.server.ts";
import { renewCalendar } from "#app/features/calendar/renew-calendar.server.ts";
import { parseForm } from "#app/http/parse.server.ts";

export const meta = () => [{ title: "Account and security · Throughline" }];

export const loader = withActor("anyone", async (ctx, { request }) => {
  const { actor } = ctx;
  const [hasSecondFactor, feed] = await Promise.all([readSecondFactor(request), readFeedState(ctx)]);
  return {
    name: actor.name,
    email: actor.email,
    programName: actor.programName,
    roles: actor.roles.map((held) => ({
      label: ROLE_LABELS[held.role],
      sites: held.siteIds.length,
      units: held.unitIds.length,
    })),
    hasSecondFactor,
    feedSince: feed?.since ?? null,
  };
});

export const action = withActor("anyone", async (ctx, { request }) => {
  const form = await parseForm(request, accountInput);
  if (!form.ok) return data(form, { status: 400 });
  const input = form.data;
  if (input.intent === "renew-calendar") {
    const { token } = await renewCalendar(ctx);
    return data({ ok: true as const, feedAddress: `${getConfig().publicUrl}/calendar/${token}.ics` });
  }
  if (input.intent === "end-calendar") {
    await endCalendar(ctx);
    return data({ ok: true as const, changed: true });
  }
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
  const { feedSince, ...account } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const feedAddress = answer && "feedAddress" in answer ? answer.feedAddress : null;
  return (
    <AccountPage {...account} answer={answer && "feedAddress" in answer ? undefined : answer}>
      <CalendarSection since={feedSince} address={feedAddress} />
    </AccountPage>
  );
}
