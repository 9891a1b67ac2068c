import { data } from "@remix-run/node";
import { isRouteErrorResponse, Outlet, useRouteError, useRouteLoaderData } from "@remix-run/react";
import { lazy, Suspense, useMemo } from "react";
import { withActor } from "#app/access/with-actor.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { ButtonLink } from "#app/components/button.tsx";
import { ErrorPage } from "#app/components/error-page.tsx";
import { themeFromCookie } from "#app/components/theme.ts";
import { takeNotice } from "#app/http/notice.server.ts";
import { navigationFor, userLinksFor } from "#app/shell/navigation.ts";
import { isOutOfReach } from "#app/shell/out-of-reach.ts";
import { OutOfReach } from "#app/shell/out-of-reach.tsx";
import { readShell } from "#app/shell/read-shell.server.ts";
import { refusalOf } from "#app/shell/refusal.ts";
import { SignOutForm } from "#app/shell/sign-out-form.tsx";

const OutboxBanner = lazy(() =>
  import("#app/features/sessions/components/outbox-banner.tsx").then((module) => ({
    default: module.OutboxBanner,
  })),
);
const AnswersBanner = lazy(() =>
  import("#app/features/fidelity/components/answers-banner.tsx").then((module) => ({
    default: module.AnswersBanner,
  })),
);

export const loader = withActor("anyone", async (ctx, { request }) => {
  const { notice, headers } = await takeNotice(request);
  const shell = await readShell(ctx);
  const theme = themeFromCookie(request.headers.get("Cookie"));
  return data(
    { ...shell, theme, notice: notice ? { id: ctx.requestId, message: notice } : null },
    { headers },
  );
});

export default function SignedIn() {
  return (
    <Shell>
      <Outlet />
    </Shell>
  );
}

function Shell({ children }: { children: React.ReactNode }) {
  const shell = useRouteLoaderData<typeof loader>("routes/_app");
  const roles = shell?.roles;
  const { nav, shortcuts, primaryAction } = useMemo(() => navigationFor(roles ?? []), [roles]);
  if (!shell) return <main id="main">{children}</main>;
  return (
    <AppShell
      programName={shell.programName}
      home={shell.home}
      nav={nav}
      primaryAction={primaryAction}
      shortcuts={shortcuts}
      user={{ name: shell.name, detail: shell.roleNames }}
      userLinks={userLinksFor(shell.roles)}
      inbox={{ to: "/inbox", unread: shell.unread }}
      signOut={<SignOutForm accountId={shell.accountId} />}
      theme={shell.theme}
      notice={shell.notice}
      banner={
        <Suspense fallback={null}>
          {shell.roles.includes("coach") ? <OutboxBanner accountId={shell.accountId} /> : null}
          {shell.rates ? <AnswersBanner accountId={shell.accountId} /> : null}
        </Suspense>
      }
    >
      {children}
    </AppShell>
  );
}

export function ErrorBoundary() {
  const error = useRouteError();
  const shell = useRouteLoaderData<typeof loader>("routes/_app");
  if (isOutOfReach(error))
    return (
      <Shell>
        <OutOfReach />
      </Shell>
    );
  const { status, message, requestId } = isRouteErrorResponse(error)
    ? { status: error.status, ...refusalOf(error.data) }
    : { status: 500, message: undefined, requestId: undefined };
  return (
    <Shell>
      <title>{`Error ${status} · Throughline`}</title>
      <ErrorPage
        status={status}
        requestId={requestId}
        actions={<ButtonLink to={shell?.home ?? "/"}>Go to my start page</ButtonLink>}
      >
        {message}
      </ErrorPage>
    </Shell>
  );
}
