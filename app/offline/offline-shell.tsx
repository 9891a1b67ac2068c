import { Link, NavLink } from "@remix-run/react";
import { CalendarDays, ClipboardList, CloudUpload, Plus, Users } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { type NavItem, TabBar } from "#app/components/app-shell.tsx";
import { showTheme, themeFromCookie } from "#app/components/theme.ts";
import { Toaster } from "#app/components/toast.tsx";
import { ThroughlineMark } from "#app/components/wordmark.tsx";

const PEOPLE: NavItem = { to: "/offline", label: "My people", icon: Users, end: true };
const CALENDAR: NavItem = { to: "/offline/calendar", label: "Calendar", icon: CalendarDays };
const WAITING: NavItem = { to: "/offline/waiting", label: "Waiting", icon: CloudUpload };
const REVIEWS: NavItem = {
  to: "/offline",
  alsoAt: ["/offline/review"],
  label: "My reviews",
  icon: ClipboardList,
  end: true,
};
const LOG: NavItem = { to: "/offline/log", label: "Log", icon: Plus };

/**
 * The frame of the pages that need no connection, with the ways between them. It says when the device has none; whether
 * the server can be reached is known only by trying.
 */
export function OfflineShell({
  banner,
  children,
}: {
  /** Under the top bar: what is not sent yet. */
  banner?: ReactNode;
  children: ReactNode;
}) {
  const isOnline = useIsOnline();
  const { hasPeople, hasReviews } = useKept();
  // The page was kept before a theme was chosen on this device.
  useEffect(() => showTheme(themeFromCookie(document.cookie)), []);
  const nav = hasPeople
    ? [PEOPLE, CALENDAR, WAITING, ...(hasReviews ? [{ ...REVIEWS, to: "/offline#reviews" }] : [])]
    : [REVIEWS, WAITING];
  return (
    <div data-tabbar="" className="min-h-dvh pb-tabbar">
      <a
        href="#main"
        className="absolute top-2 left-2 z-50 -translate-y-20 rounded-control bg-accent px-4 py-2.5 font-semibold text-accent-ink focus:translate-y-0"
      >
        Skip to the content
      </a>
      <header className="sticky top-0 z-30 border-b border-line bg-canvas">
        <div className="flex h-topbar items-center gap-3 px-3 lg:px-5">
          <Link to="/offline" className="flex min-h-11 items-center gap-2 rounded-control pr-2 font-semibold">
            <span className="text-accent">
              <ThroughlineMark />
            </span>
            Throughline
          </Link>
          <nav aria-label="Main" className="hidden gap-1 lg:flex">
            {[...nav, ...(hasPeople ? [LOG] : [])].map(({ to, label, end }) => (
              <NavLink
                key={label}
                to={to}
                end={end}
                className={({ isActive }) =>
                  `inline-flex min-h-11 items-center rounded-control px-3 text-[0.9375rem] ${isActive ? "bg-accent-soft font-semibold text-accent" : "hover:bg-sunken"}`
                }
              >
                {label}
              </NavLink>
            ))}
          </nav>
          <div className="ml-auto text-sm text-ink-muted">
            <p role="status">{isOnline ? null : "No connection"}</p>
            {isOnline ? (
              <Link
                to={hasPeople ? "/people" : "/reviews"}
                reloadDocument
                className="link inline-flex min-h-11 items-center"
              >
                All of Throughline
              </Link>
            ) : null}
          </div>
        </div>
      </header>
      {banner}
      <main id="main" tabIndex={-1} className="page py-6 outline-none md:py-8">
        {children}
      </main>
      <TabBar nav={nav} primaryAction={hasPeople ? LOG : undefined} />
      <Toaster />
    </div>
  );
}

/** What this device keeps: the people of a coach, open reviews, or both. Who only reviews has no calendar here. */
function useKept(): { hasPeople: boolean; hasReviews: boolean } {
  const [kept, setKept] = useState({ hasPeople: true, hasReviews: false });
  useEffect(() => {
    import("./device-store.client.ts")
      .then(async ({ listKeys, rememberedAccount }) => {
        const packs = await listKeys("packs", rememberedAccount() ?? "");
        setKept({
          hasPeople: packs.length === 0 || packs.includes("coach"),
          hasReviews: packs.includes("reviews"),
        });
      })
      .catch(() => {});
  }, []);
  return kept;
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
