import { Building2 } from "lucide-react";
import { Badge } from "#app/components/badge.tsx";
import { Card } from "#app/components/card.tsx";
import { DescriptionList } from "#app/components/description-list.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { formatDay } from "#app/components/relative-day.tsx";
import { Section } from "#app/components/section.tsx";
import { Timeline } from "#app/components/timeline.tsx";
import type { SiteListItem } from "#app/features/admin/admin.types.ts";
import { zoneWords } from "#app/time/zone-words.ts";
import { AdminTabs } from "./admin-tabs.tsx";

const STAGES: Record<string, string> = {
  exploration: "Exploration",
  installation: "Installation",
  initial_implementation: "Initial implementation",
  full_implementation: "Full implementation",
  discontinued: "Discontinued",
};
const short = (day: string) => formatDay(day, { weekday: false });

function SiteCard({ site, today }: { site: SiteListItem; today: string }) {
  const current = site.stages.find(({ startsOn }) => startsOn <= today);
  return (
    <Card
      title={site.name}
      aside={current ? <Badge tone="info">{STAGES[current.stage] ?? current.stage}</Badge> : null}
    >
      <DescriptionList
        layout="columns"
        items={[
          { label: "Code", value: site.code },
          { label: "Wave", value: site.wave },
          { label: "Time zone", value: zoneWords(site.zone) },
          { label: "People today", value: site.people },
          { label: "Planned start", value: short(site.plannedStartOn) },
          { label: "Started", value: site.startedOn ? short(site.startedOn) : "Not yet" },
          { label: "Units", value: site.units.length ? site.units.join(", ") : "None", wide: true },
        ]}
      />
      {site.stages.length > 0 ? (
        <details className="mt-4">
          <summary className="link inline-flex min-h-9 items-center pointer-coarse:min-h-11">
            Stages<span className="sr-only"> of {site.name}</span>
          </summary>
          <div className="mt-3">
            <Timeline
              label={`Stages of ${site.name}`}
              entries={site.stages.map((stage) => ({
                id: stage.startsOn,
                title: STAGES[stage.stage] ?? stage.stage,
                when: formatDay(stage.startsOn),
                who: stage.decidedBy,
                body: stage.reason,
              }))}
            />
          </div>
        </details>
      ) : null}
    </Card>
  );
}

export function SitesPage({ sites, today }: { sites: readonly SiteListItem[]; today: string }) {
  const regions = [...new Set(sites.map(({ regionName }) => regionName))];
  return (
    <>
      <PageHeader
        title="Sites"
        breadcrumb={[{ label: "Administration", to: "/admin" }]}
        meta={`${sites.length} sites in ${regions.length} regions`}
      />
      <AdminTabs />
      {sites.length === 0 ? (
        <EmptyState icon={Building2} title="There are no sites yet">
          Sites appear with the approved implementation plan.
        </EmptyState>
      ) : null}
      {regions.map((region) => (
        <Section key={region} title={region}>
          <div className="grid gap-4 lg:grid-cols-2">
            {sites
              .filter(({ regionName }) => regionName === region)
              .map((site) => (
                <SiteCard key={site.id} site={site} today={today} />
              ))}
          </div>
        </Section>
      ))}
    </>
  );
}
