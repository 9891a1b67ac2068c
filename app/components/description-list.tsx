import type { ReactNode } from "react";

export interface DescriptionListProps {
  /** `wide`: among columns, a line of its own. */
  items: readonly { label: string; value: ReactNode; wide?: boolean }[];
  /** `rows` puts the value beside its label from tablets on; `columns` puts small pairs side by side. */
  layout?: "rows" | "columns";
}

export function DescriptionList({ items, layout = "rows" }: DescriptionListProps) {
  if (layout === "columns") {
    return (
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 md:grid-cols-3 lg:grid-cols-4">
        {items.map(({ label, value, wide }) => (
          <div key={label} className={wide ? "col-span-full" : ""}>
            <dt className="text-sm text-ink-muted">{label}</dt>
            <dd className="font-medium">{value}</dd>
          </div>
        ))}
      </dl>
    );
  }
  return (
    <dl className="divide-y divide-line">
      {items.map(({ label, value }) => (
        <div key={label} className="grid gap-x-6 gap-y-0.5 py-2.5 md:grid-cols-[12rem_minmax(0,1fr)]">
          <dt className="text-sm text-ink-muted md:text-base">{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
