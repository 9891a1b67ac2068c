import { Link } from "@remix-run/react";
import { type ReactNode, useEffect, useState } from "react";
import { ButtonLink } from "#app/components/button.tsx";
import { Toaster } from "#app/components/toast.tsx";
import { ThroughlineMark } from "#app/components/wordmark.tsx";

/**
 * The frame of the pages that need no connection. It says when the device has none; whether the server can be reached
 * is known only by trying.
 */
export function OfflineShell({ children }: { children: ReactNode }) {
  const isOnline = useIsOnline();
  const hasPeople = useHasPeople();
  return (
    <div className="min-h-dvh">
      <a
        href="#main"
        className="absolute top-2 left-2 z-50 -translate-y-20 rounded-control bg-accent px-4 py-2.5 font-semibold text-accent-ink focus:translate-y-0"
      >
        Skip to the content
      </a>
      <header className="sticky top-0 z-30 border-b border-line bg-canvas">
        <div className="flex h-topbar items-center justify-between gap-3 px-3 lg:px-5">
          <Link to="/offline" className="flex min-h-11 items-center gap-2 rounded-control pr-2 font-semibold">
            <span className="text-accent">
              <ThroughlineMark />
            </span>
            Throughline
          </Link>
          <p role="status" className="text-sm text-ink-muted">
            {isOnline ? null : "No connection"}
          </p>
        </div>
      </header>
      <main id="main" tabIndex={-1} className="page py-6 outline-none md:py-8">
        {children}
        <nav
          aria-label="Other pages"
          className="mt-8 flex max-w-2xl flex-wrap gap-2 border-t border-line pt-4"
        >
          {hasPeople ? (
            <>
              <ButtonLink variant="quiet" to="/offline">
                My people on this device
              </ButtonLink>
              <ButtonLink variant="quiet" to="/offline/calendar">
                Calendar on this device
              </ButtonLink>
            </>
          ) : (
            <ButtonLink variant="quiet" to="/offline">
              My reviews on this device
            </ButtonLink>
          )}
          <ButtonLink variant="quiet" to="/offline/waiting">
            Waiting on this device
          </ButtonLink>
          {isOnline ? (
            <ButtonLink variant="quiet" to={hasPeople ? "/people" : "/reviews"} reloadDocument>
              All of Throughline
            </ButtonLink>
          ) : null}
        </nav>
      </main>
      <Toaster />
    </div>
  );
}

/** Whether this device keeps the people of a coach; who only reviews has no calendar here. */
function useHasPeople(): boolean {
  const [hasPeople, setHasPeople] = useState(true);
  useEffect(() => {
    import("./device-store.client.ts")
      .then(async ({ listKeys, rememberedAccount }) => {
        const kept = await listKeys("packs", rememberedAccount() ?? "");
        setHasPeople(kept.length === 0 || kept.includes("coach"));
      })
      .catch(() => {});
  }, []);
  return hasPeople;
}

function useIsOnline(): boolean {
  const [isOnline, setOnline] = useState(true);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    look();
    window.addEventListener("online", look);
    window.addEventListener("offline", look);
    return () => {
      window.removeEventListener("online", look);
      window.removeEventListener("offline", look);
    };
  }, []);
  return isOnline;
}
