import {
  BarChart3,
  BookOpenCheck,
  CalendarCheck2,
  CalendarClock,
  CalendarDays,
  CalendarRange,
  ClipboardList,
  Crosshair,
  Gauge,
  HeartHandshake,
  type LucideIcon,
  Map as MapIcon,
  Plus,
  Scale,
  Settings,
  Sprout,
  Target,
  Users,
  UsersRound,
} from "lucide-react";
import type { Role } from "#app/access/roles.ts";
import { SCHEDULE_ROLES } from "#app/features/fidelity/schedule-rule.policy.ts";
import { EXPORT_ROLES } from "#app/features/sessions/export.policy.ts";
import { IMPORT_ROLES } from "#app/features/sessions/import.policy.ts";

interface Entry {
  to: string;
  label: string;
  short?: string;
  alsoAt?: readonly string[];
  icon: LucideIcon;
  key: string;
  roles: readonly Role[];
}

/** Every page of the menu, in its order, with the roles that may open it. */
const ENTRIES: readonly Entry[] = [
  { to: "/people", label: "My people", icon: Users, key: "p", roles: ["coach"] },
  { to: "/sessions", label: "Sessions", icon: CalendarCheck2, key: "s", roles: ["coach"] },
  { to: "/calendar", label: "Calendar", icon: CalendarDays, key: "k", roles: ["coach"] },
  { to: "/my-month", label: "My month", icon: CalendarRange, key: "d", roles: ["coach"] },
  { to: "/my-fidelity", label: "My practice", icon: Target, key: "f", roles: ["coach", "coachee"] },
  { to: "/my-coaching", label: "My coaching", icon: HeartHandshake, key: "c", roles: ["coachee"] },
  { to: "/reviews", label: "My reviews", icon: ClipboardList, key: "r", roles: ["supervisor"] },
  { to: "/rollout", label: "Rollout", icon: Gauge, key: "o", roles: ["lead", "evaluator", "supervisor"] },
  {
    to: "/schedules",
    label: "Schedules",
    alsoAt: ["/acceptance"],
    icon: CalendarClock,
    key: "e",
    roles: SCHEDULE_ROLES,
  },
  {
    to: "/caseload",
    label: "Caseload",
    icon: UsersRound,
    key: "w",
    roles: ["lead", "supervisor", "admin"],
  },
  {
    to: "/improvement-plans",
    label: "Improvement plans",
    short: "Plans",
    icon: Sprout,
    key: "v",
    roles: ["supervisor", "lead"],
  },
  { to: "/measures", label: "Measures", icon: BarChart3, key: "m", roles: ["evaluator", "lead"] },
  {
    to: "/instruments",
    label: "Instruments",
    icon: BookOpenCheck,
    key: "t",
    roles: ["lead", "evaluator", "supervisor", "admin"],
  },
  {
    to: "/reliability",
    label: "Reliability",
    alsoAt: ["/raters"],
    icon: Scale,
    key: "y",
    roles: ["lead", "evaluator"],
  },
  {
    to: "/calibration",
    label: "Calibration",
    icon: Crosshair,
    key: "b",
    roles: ["supervisor", "lead", "evaluator"],
  },
  {
    to: "/plan",
    label: "Plan",
    icon: MapIcon,
    key: "l",
    roles: ["planner", "lead", "evaluator", "supervisor", "coach", "coachee", "admin"],
  },
  { to: "/admin", label: "Administration", short: "Admin", icon: Settings, key: "a", roles: ["admin"] },
];

/** The links of the user menu. */
export function userLinksFor(roles: readonly Role[]) {
  return [
    ...(EXPORT_ROLES.some((role) => roles.includes(role)) ? [{ to: "/exports", label: "Exports" }] : []),
    ...(IMPORT_ROLES.some((role) => roles.includes(role)) ? [{ to: "/imports", label: "Imports" }] : []),
    { to: "/account", label: "Account and security" },
  ];
}

export function navigationFor(roles: readonly Role[]) {
  const entries = ENTRIES.filter((entry) => entry.roles.some((role) => roles.includes(role)));
  return {
    nav: entries.map(({ to, label, short = label, alsoAt, icon }) => ({ to, label, short, alsoAt, icon })),
    shortcuts: [
      ...(roles.includes("coach") ? [{ keys: "n", label: "Log a session", to: "/sessions/new" }] : []),
      ...entries.map(({ to, label, key }) => ({ keys: `g ${key}`, label: `Go to ${label}`, to })),
      { keys: "g i", label: "Go to the inbox", to: "/inbox" },
      {
        keys: "/",
        label: "Search or filter on this page",
        selector: "[data-shortcut=search], input[type=search]",
      },
    ],
    primaryAction: roles.includes("coach") ? { to: "/sessions/new", label: "Log", icon: Plus } : undefined,
  };
}
