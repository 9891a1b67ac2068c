import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useRouteError,
  useRouteLoaderData,
} from "@remix-run/react";
import { type ReactNode, useContext } from "react";
import { ButtonLink } from "#app/components/button.tsx";
import { ErrorPage } from "#app/components/error-page.tsx";
import { themeAttribute, themeFromCookie } from "#app/components/theme.ts";
import { NonceContext } from "#app/nonce.ts";
import { isOutOfReach } from "#app/shell/out-of-reach.ts";
import { OutOfReach } from "#app/shell/out-of-reach.tsx";
import styles from "#app/styles/tailwind.css?url";

export const links: LinksFunction = () => [
  { rel: "stylesheet", href: styles },
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
  { rel: "apple-touch-icon", href: "/apple-touch-icon.png" },
  { rel: "manifest", href: "/manifest.webmanifest" },
];

export const meta: MetaFunction = () => [{ title: "Throughline" }];

export function loader({ request }: LoaderFunctionArgs) {
  return { theme: themeFromCookie(request.headers.get("Cookie")) };
}

export const shouldRevalidate = () => false;

export function Layout({ children }: { children: ReactNode }) {
  const nonce = useContext(NonceContext);
  const data = useRouteLoaderData<typeof loader>("root");
  return (
    <html lang="en-US" data-theme={themeAttribute(data?.theme ?? "system")}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta property="csp-nonce" nonce={nonce} />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}

export function ErrorBoundary() {
  const error = useRouteError();
  if (isOutOfReach(error))
    return (
      <main id="main" className="page py-6">
        <OutOfReach />
      </main>
    );
  const status = isRouteErrorResponse(error) ? error.status : 500;
  return (
    <main id="main">
      <title>{`Error ${status} · Throughline`}</title>
      <ErrorPage status={status} actions={<ButtonLink to="/">Go to my start page</ButtonLink>} />
    </main>
  );
}
