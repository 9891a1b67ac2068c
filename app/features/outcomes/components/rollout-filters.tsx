import { type ActiveFilter, FilterBar } from "#app/components/filter-bar.tsx";
import { SelectField } from "#app/components/select-field.tsx";
import { monthName, shiftMonth } from "../months.rules.ts";
import type { RolloutFilters as Filters, Period } from "../rollout.types.ts";

interface RolloutFiltersProps {
  period: Period;
  filters: Filters;
  regions: readonly { id: string; name: string }[];
  waves: readonly number[];
}

const LENGTHS = [
  { value: "1", label: "1 month" },
  { value: "3", label: "3 months" },
  { value: "6", label: "6 months" },
];

/** Period, region and wave; all of it stands in the address. */
export function RolloutFilters({ period, filters, regions, waves }: RolloutFiltersProps) {
  const last = period.months.at(-1) ?? period.currentMonth;
  const region = regions.find(({ id }) => id === filters.region);
  const active: ActiveFilter[] = [
    ...(region ? [{ param: "region", label: `Region: ${region.name}` }] : []),
    ...(filters.wave ? [{ param: "wave", label: `Wave ${filters.wave}` }] : []),
  ];
  return (
    <FilterBar active={active} label="Filter the rollout">
      <SelectField name="period" label="Period" options={LENGTHS} defaultValue={`${period.length}`} />
      <SelectField
        name="month"
        label="Up to"
        options={Array.from({ length: 24 }, (_, index) => shiftMonth(period.currentMonth, -index)).map(
          (month) => ({
            value: month.slice(0, 7),
            label: monthName(month),
          }),
        )}
        defaultValue={last.slice(0, 7)}
      />
      {regions.length > 1 ? (
        <SelectField
          name="region"
          label="Region"
          placeholder="All regions"
          options={regions.map(({ id, name }) => ({ value: id, label: name }))}
          defaultValue={filters.region ?? ""}
        />
      ) : null}
      {waves.length > 1 ? (
        <SelectField
          name="wave"
          label="Wave"
          placeholder="All waves"
          options={waves.map((wave) => ({ value: `${wave}`, label: `Wave ${wave}` }))}
          defaultValue={filters.wave ? `${filters.wave}` : ""}
        />
      ) : null}
    </FilterBar>
  );
}
