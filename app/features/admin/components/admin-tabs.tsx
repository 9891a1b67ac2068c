import { TabsNav } from "#app/components/tabs-nav.tsx";

const TABS = [
  { to: "/admin", label: "Overview", end: true },
  { to: "/admin/people", label: "People" },
  { to: "/admin/sites", label: "Sites" },
  { to: "/admin/closures", label: "Closures" },
  { to: "/admin/jobs", label: "Jobs" },
  { to: "/admin/audit", label: "Audit" },
  { to: "/admin/openings", label: "Safety cases" },
  { to: "/admin/mail", label: "Mail" },
  { to: "/admin/settings", label: "Settings" },
];

export function AdminTabs() {
  return <TabsNav label="Administration" tabs={TABS} />;
}
