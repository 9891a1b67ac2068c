import type { ServerBuild } from "@remix-run/node";

/** A first segment as routes and links write it. Any other way to write an address is looked up among all routes. */
const FIRST_SEGMENT = /^\/([a-z0-9-]+)(?=\/|$|\.data$)/;
const IS_FIXED = /^[a-z0-9-]+$/;

export const firstSegmentOf = (path: string): string => path.match(FIRST_SEGMENT)?.[1] ?? "";

/**
 * The build in parts by first segment, each with the routes that such an address can lead to. Remix goes through all
 * routes of a build several times for each request: with parts, a request costs the same however many pages there are.
 */
export function partsOfBuild(build: ServerBuild): Map<string, ServerBuild> {
  const segments = new Map(Object.keys(build.routes).map((id) => [id, segmentsOf(build, id)[0] ?? ""]));
  const fixed = new Set([...segments.values()].filter((segment) => IS_FIXED.test(segment)));
  return new Map(
    [...fixed].map((segment) => {
      const belongs = ([id]: [string, unknown]) => {
        const own = segments.get(id) ?? "";
        return own === segment || !fixed.has(own);
      };
      const only = <T>(routes: Record<string, T>) =>
        Object.fromEntries(Object.entries(routes).filter(belongs)) as Record<string, T>;
      const assets = { ...build.assets, routes: only(build.assets.routes) };
      return [segment, { ...build, assets, routes: only(build.routes) }];
    }),
  );
}

/** The segments of a route's whole path, with those of the layouts around it. */
function segmentsOf(build: ServerBuild, id: string): string[] {
  const route = build.routes[id];
  if (!route) return [];
  const own = route.path?.split("/").filter(Boolean) ?? [];
  return route.parentId ? [...segmentsOf(build, route.parentId), ...own] : own;
}
