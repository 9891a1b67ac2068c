import { Link, useLocation } from "@remix-run/react";
import { Map as MapIcon } from "lucide-react";
import { buttonStyle } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Section } from "#app/components/section.tsx";
import { monthName } from "../months.rules.ts";
import type { Period, Rollout } from "../rollout.types.ts";
import { DeliveryChart } from "./delivery-chart.tsx";
import { OperationalNotice } from "./operational-notice.tsx";
import { RolloutFilters } from "./rollout-filters.tsx";
import { RolloutSites, UpcomingSites } from "./rollout-sites.tsx";
import { RolloutTiles } from "./rollout-tiles.tsx";

export function RolloutPage({ rollout }: { rollout: Rollout }) {
  const { search } = useLocation();
  const { period, sites, upcoming } = rollout;
  const isEmpty = sites.length === 0 && upcoming.length === 0;
  const isFiltered = rollout.filters.region !== null || rollout.filters.wave !== null;
  return (
    <>
      <PageHeader
        title="Rollout"
        meta={periodWords(period)}
        actions={
          <>
            <Link className={buttonStyle({ variant: "secondary" })} to="/rollout/dose">
              Dose of all sites
            </Link>
            <Link className={buttonStyle({ variant: "secondary" })} to="/rollout/released">
              Released months
            </Link>
          </>
        }
      />
      <RolloutFilters {...rollout} />
      {isEmpty ? (
        <EmptyState
          icon={MapIcon}
          title={isFiltered ? "No site fits these filters." : "No site is in your scope."}
        >
          {isFiltered
            ? "Remove a filter to see your sites again."
            : "Rollout shows whole sites. A role for a region, a site or the program makes them appear here; an administrator can give it."}
        </EmptyState>
      ) : (
        <>
          <RolloutTiles tiles={rollout.tiles} query={search} />
          {sites.length > 0 ? (
            <Section title="Sites, worst first" description={summaryOf(rollout)} id="sites">
              <RolloutSites sites={sites} query={search} />
            </Section>
          ) : null}
          <Section title="Trend">
            <DeliveryChart
              title="Sessions delivered against planned"
              months={rollout.delivery}
              target={rollout.deliveryTarget}
            />
          </Section>
          {upcoming.length > 0 ? (
            <Section title="Not started yet" description="These sites are not counted in the numbers above.">
              <UpcomingSites sites={upcoming} today={rollout.today} />
            </Section>
          ) : null}
        </>
      )}
      <OperationalNotice hiddenSites={rollout.hiddenSites} />
    </>
  );
}

export function periodWords({ months, currentMonth }: Period): string {
  const [first, last] = [months[0] ?? currentMonth, months.at(-1) ?? currentMonth];
  const words = first === last ? monthName(last) : `${monthName(first)} to ${monthName(last)}`;
  return last === currentMonth ? `${words}, the running month provisional` : words;
}

function summaryOf({ sites }: Rollout): string {
  const behind = sites.filter(({ standing }) => standing === "behind");
  const maybe = sites.filter(({ standing }) => standing === "maybe-behind").length;
  const first = behind[0];
  if (first)
    return `${behind.length} of ${sites.length} ${sites.length === 1 ? "site is" : "sites are"} behind for certain, ${maybe} more may be. ${first.isTied ? "Among the first to slip" : "First to slip"}: ${first.name}.`;
  return maybe > 0
    ? `No site is behind for certain; ${maybe} of ${sites.length} may be.`
    : "No site is behind its targets.";
}
