import { Link, useLocation } from "@remix-run/react";
import { ChevronDown, Ellipsis, Inbox, type LucideIcon, Search } from "lucide-react";
import type { ReactNode } from "react";
import { Callout } from "#app/components/callout.tsx";
import { DisclosureMenu } from "#app/components/disclosure-menu.tsx";
import { NavigationProgress } from "#app/components/navigation-progress.tsx";
import { Avatar } from "#app/components/person.tsx";
import { type Shortcut, Shortcuts } from "#app/components/shortcuts.tsx";
import type { Theme } from "#app/components/theme.ts";
import { ThemeToggle } from "#app/components/theme-toggle.tsx";
import { type Notice, Toaster } from "#app/components/toast.tsx";
import { ThroughlineMark, Wordmark } from "#app/components/wordmark.tsx";

export interface NavItem {
  to: string;
  label: string;
  /** For the tab bar of a phone, where the label is too long for it. */
  short?: string;
  icon: LucideIcon;
  /** How many things wait there; zero shows nothing. */
  badge?: number;
  /** Current only on exactly this path. */
  end?: boolean;
  /** Where pages of this entry lie that are not below its own address. */
  alsoAt?: readonly string[];
  /** Starts a new group in the side navigation, with this heading. */
  group?: string;
}

export interface AppShellProps {
  programName: string;
  home: string;
  /** The first four (or three beside the primary action) also stand in the tab bar of a phone. */
  nav: readonly NavItem[];
  /** The one thing this person does most, such as Log. */
  primaryAction?: { to: string; label: string; icon: LucideIcon };
  user: { name: string; detail?: string };
  /** Links in the user menu above sign-out. */
  userLinks?: readonly { to: string; label: string }[];
  inbox?: { to: string; unread: number };
  search?: string;
  /** The form that ends the sign-in; stands last in the user menu. */
  signOut: ReactNode;
  theme: Theme;
  shortcuts?: readonly Shortcut[];
  /** What the last action did; shown as a toast, and in the page where scripts are off. */
  notice?: Notice | null;
  /** Under the top bar on every page: offline state, demo notice. */
  banner?: ReactNode;
  /** Leaves out the phone tab bar where a form needs the room. */
  hideTabs?: boolean;
  children: ReactNode;
}

function Count({ value }: { value: number | undefined }) {
  return value ? (
    <span className="ml-auto min-w-6 rounded-full bg-accent-soft px-1.5 text-center text-[0.8125rem] leading-6 font-semibold text-accent tabular-nums">
      {value > 99 ? "99+" : value}
      <span className="sr-only"> waiting</span>
    </span>
  ) : null;
}

function useIsCurrent({ to, end, alsoAt = [] }: NavItem): boolean {
  const { pathname } = useLocation();
  const isIn = (address: string) => pathname === address || pathname.startsWith(`${address}/`);
  return (end ? pathname === to : isIn(to)) || alsoAt.some(isIn);
}

function SideLink({ item }: { item: NavItem }) {
  const Icon = item.icon;
  const isCurrent = useIsCurrent(item);
  return (
    <Link
      to={item.to}
      prefetch="intent"
      aria-current={isCurrent ? "page" : undefined}
      className={`flex min-h-11 items-center gap-3 rounded-control px-3 text-[0.9375rem] pointer-fine:min-h-10 ${isCurrent ? "bg-accent-soft font-semibold text-accent" : "text-ink hover:bg-sunken"}`}
    >
      <Icon aria-hidden="true" className="size-5 shrink-0" />
      {item.label}
      <Count value={item.badge} />
    </Link>
  );
}

const tabStyle =
  "relative flex h-full min-h-14 w-full flex-col items-center justify-center gap-0.5 px-0.5 text-xs leading-tight text-center";

function TabLink({ item }: { item: NavItem }) {
  const Icon = item.icon;
  const isCurrent = useIsCurrent(item);
  return (
    <Link
      to={item.to}
      aria-current={isCurrent ? "page" : undefined}
      className={`${tabStyle} ${isCurrent ? "font-semibold text-accent" : "text-ink-muted"}`}
    >
      <span
        aria-hidden="true"
        className={`absolute inset-x-4 top-0 h-0.5 rounded-full ${isCurrent ? "bg-accent" : ""}`}
      />
      <span className="relative">
        <Icon aria-hidden="true" className="size-5.5" />
        {item.badge ? (
          <span className="absolute -top-1.5 left-3 min-w-4.5 rounded-full bg-accent px-1 text-[0.6875rem] leading-4.5 font-semibold text-accent-ink tabular-nums">
            {item.badge > 99 ? "99+" : item.badge}
            <span className="sr-only"> waiting, </span>
          </span>
        ) : null}
      </span>
      {item.short ?? item.label}
    </Link>
  );
}

/** The pages of a phone, within reach of the thumb. The frame around it carries `data-tabbar`. */
export function TabBar({ nav, primaryAction }: Pick<AppShellProps, "nav" | "primaryAction">) {
  const room = primaryAction ? 4 : 5;
  const direct = nav.length > room ? nav.slice(0, room - 1) : nav;
  const more = nav.slice(direct.length);
  const Icon = primaryAction?.icon;
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 h-tabbar border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden print:hidden"
    >
      <ul className="mx-auto flex h-full max-w-lg items-stretch justify-around *:min-w-0 *:flex-1 *:basis-0">
        {direct.slice(0, 2).map((item) => (
          <li key={item.to}>
            <TabLink item={item} />
          </li>
        ))}
        {primaryAction && Icon ? (
          <li className="flex items-center justify-center">
            <Link
              to={primaryAction.to}
              className="flex min-h-12 min-w-16 flex-col items-center justify-center gap-0.5 rounded-2xl bg-accent px-3 text-xs leading-tight font-semibold text-accent-ink hover:bg-accent-hover"
            >
              <Icon aria-hidden="true" className="size-5.5" strokeWidth={2.5} />
              {primaryAction.label}
            </Link>
          </li>
        ) : null}
        {direct.slice(2).map((item) => (
          <li key={item.to}>
            <TabLink item={item} />
          </li>
        ))}
        {more.length > 0 ? (
          <li>
            <DisclosureMenu
              label="More pages"
              summaryClass={`${tabStyle} text-ink-muted`}
              panelClass="fixed inset-x-2 bottom-[calc(var(--tabbar-size)+0.5rem)] max-h-[70dvh] overflow-y-auto p-2"
              summary={
                <>
                  <Ellipsis aria-hidden="true" className="size-5.5" />
                  More
                </>
              }
            >
              <ul className="grid gap-0.5">
                {more.map((item) => (
                  <li key={item.to}>
                    <SideLink item={item} />
                  </li>
                ))}
              </ul>
            </DisclosureMenu>
          </li>
        ) : null}
      </ul>
    </nav>
  );
}

function SideNavigation({ nav, primaryAction }: Pick<AppShellProps, "nav" | "primaryAction">) {
  const Icon = primaryAction?.icon;
  return (
    <nav
      aria-label="Main"
      className="sticky top-topbar hidden h-[calc(100dvh-3.5rem)] w-60 shrink-0 flex-col gap-4 overflow-y-auto px-3 py-5 lg:flex print:hidden"
    >
      {primaryAction && Icon ? (
        <Link
          to={primaryAction.to}
          className="flex min-h-11 items-center justify-center gap-2 rounded-control bg-accent px-4 font-semibold text-accent-ink hover:bg-accent-hover"
        >
          <Icon aria-hidden="true" className="size-5" strokeWidth={2.5} />
          {primaryAction.label}
        </Link>
      ) : null}
      <ul className="grid gap-0.5">
        {nav.map((item) => (
          <li key={item.to}>
            {item.group ? <p className="eyebrow mt-4 mb-1.5 px-3">{item.group}</p> : null}
            <SideLink item={item} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

const barLink =
  "relative inline-flex size-11 items-center justify-center rounded-control text-ink-muted hover:bg-sunken hover:text-ink";

function UserMenu({
  user,
  userLinks = [],
  theme,
  signOut,
}: Pick<AppShellProps, "user" | "userLinks" | "theme" | "signOut">) {
  return (
    <DisclosureMenu
      label={`Account of ${user.name}`}
      summaryClass="flex min-h-11 items-center gap-1.5 rounded-control px-1.5 text-ink-muted hover:bg-sunken"
      panelClass="absolute right-0 z-40 mt-1 grid w-72 max-w-[calc(100vw-2rem)] gap-3 p-3"
      summary={
        <>
          <Avatar name={user.name} size="small" />
          <ChevronDown aria-hidden="true" className="size-4" />
        </>
      }
    >
      <div className="px-2 pt-1">
        <p className="font-semibold">{user.name}</p>
        {user.detail ? <p className="text-sm text-ink-muted">{user.detail}</p> : null}
      </div>
      {userLinks.length > 0 ? (
        <ul className="border-t border-line pt-2">
          {userLinks.map((link) => (
            <li key={link.to}>
              <Link
                to={link.to}
                className="flex min-h-11 items-center rounded-control px-2 hover:bg-sunken pointer-fine:min-h-9"
              >
                {link.label}
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="border-t border-line px-2 pt-3">
        <ThemeToggle theme={theme} />
      </div>
      {signOut}
    </DisclosureMenu>
  );
}

/** The frame of every signed-in page. Its main landmark is `#main`. */
export function AppShell(props: AppShellProps) {
  const {
    programName,
    home,
    nav,
    primaryAction,
    inbox,
    search,
    shortcuts = [],
    notice,
    banner,
    hideTabs,
    children,
  } = props;
  const hasTabs = !hideTabs && nav.length > 1;
  return (
    <div data-tabbar={hasTabs ? "" : undefined} className="min-h-dvh pb-tabbar print:pb-0">
      <NavigationProgress />
      <a
        href="#main"
        className="absolute top-2 left-2 z-50 -translate-y-20 rounded-control bg-accent px-4 py-2.5 font-semibold text-accent-ink focus:translate-y-0"
      >
        Skip to the content
      </a>
      <header className="sticky top-0 z-30 border-b border-line bg-canvas print:hidden">
        <div className="flex h-topbar items-center gap-1 px-3 lg:px-5">
          <Link to={home} className="flex min-h-11 min-w-0 items-center gap-3 rounded-control pr-2">
            <span className="text-accent sm:hidden">
              <ThroughlineMark />
              <span className="sr-only">Throughline, home</span>
            </span>
            <Wordmark className="max-sm:hidden" />
            <span aria-hidden="true" className="h-5 w-px shrink-0 bg-line-strong max-sm:hidden" />
            <span className="line-clamp-2 min-w-0 text-sm leading-tight text-ink-muted">{programName}</span>
          </Link>
          <div className="ml-auto flex shrink-0 items-center">
            {search ? (
              <Link to={search} data-shortcut="search" className={barLink}>
                <Search aria-hidden="true" className="size-5" />
                <span className="sr-only">Search</span>
              </Link>
            ) : null}
            {inbox ? (
              <Link to={inbox.to} className={barLink}>
                <Inbox aria-hidden="true" className="size-5" />
                <span className="sr-only">
                  Inbox, {inbox.unread === 0 ? "nothing unread" : `${inbox.unread} unread`}
                </span>
                {inbox.unread > 0 ? (
                  <span
                    aria-hidden="true"
                    className="absolute top-1 left-6 min-w-4.5 rounded-full bg-critical px-1 text-center text-[0.6875rem] leading-4.5 font-semibold text-critical-ink tabular-nums"
                  >
                    {inbox.unread > 99 ? "99+" : inbox.unread}
                  </span>
                ) : null}
              </Link>
            ) : null}
            <Shortcuts shortcuts={shortcuts} className={`${barLink} max-lg:hidden`} />
            <UserMenu {...props} />
          </div>
        </div>
      </header>
      <div className="flex">
        <SideNavigation nav={nav} primaryAction={primaryAction} />
        <div className="min-w-0 grow border-line lg:min-h-[calc(100dvh-3.5rem)] lg:border-l print:border-0">
          {banner}
          <main id="main" tabIndex={-1} className="page py-6 outline-none md:py-8">
            {notice ? (
              <noscript>
                <div className="mb-6">
                  <Callout tone={notice.tone ?? "positive"}>{notice.message}</Callout>
                </div>
              </noscript>
            ) : null}
            {children}
          </main>
        </div>
      </div>
      {hasTabs ? <TabBar nav={nav} primaryAction={primaryAction} /> : null}
      <Toaster notice={notice} />
    </div>
  );
}
