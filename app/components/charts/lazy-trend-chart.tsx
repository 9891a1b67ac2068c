import { type ComponentType, useEffect, useState } from "react";
import type { TrendChartProps } from "#app/components/charts/trend-chart.types.ts";
import { Skeleton } from "#app/components/skeleton.tsx";

/** Fetches the drawing code after the page stands; the room is reserved, and the table twin stays if it never comes. */
export function LazyTrendChart(props: TrendChartProps) {
  const [Chart, setChart] = useState<ComponentType<TrendChartProps>>();

  useEffect(() => {
    let mounted = true;
    import("#app/components/charts/trend-chart.tsx").then(
      (module) => mounted && setChart(() => module.TrendChart),
      () => undefined,
    );
    return () => {
      mounted = false;
    };
  }, []);

  const { height = 280 } = props;
  return (
    <div aria-hidden="true">
      {Chart ? (
        <Chart {...props} />
      ) : (
        <div style={{ height }}>
          <Skeleton className="h-full w-full" />
        </div>
      )}
    </div>
  );
}
