import path from "node:path";
import { pathToFileURL } from "node:url";

export interface BuiltRoute {
  id: string;
  /** The whole address pattern: `/sessions/:sessionId/edit`. */
  pattern: string;
  hasLoader: boolean;
  hasAction: boolean;
  /** Whether a page is drawn there; otherwise it answers data or redirects. */
  hasPage: boolean;
  isLayout: boolean;
  /** The roles that `withActor` lets through; undefined when the route is public. */
  loaderRoles: readonly string[] | "anyone" | undefined;
  actionRoles: readonly string[] | "anyone" | undefined;
}

interface ManifestRoute {
  id: string;
  path?: string;
  parentId?: string;
  module: { loader?: Guarded; action?: Guarded; default?: unknown };
}
type Guarded = { roles?: readonly string[] | "anyone" };

/** Every route of the built product. */
export async function builtRoutes(): Promise<BuiltRoute[]> {
  const build = await import(pathToFileURL(path.resolve("build/server/index.js")).href);
  const routes = build.routes as Record<string, ManifestRoute>;
  const pathOf = (id: string): string => {
    const route = routes[id];
    if (!route) return "";
    const above = route.parentId ? pathOf(route.parentId) : "";
    return route.path ? `${above}/${route.path}` : above;
  };
  const parents = new Set(Object.values(routes).map((route) => route.parentId));
  return Object.values(routes).map((route) => ({
    id: route.id,
    pattern: pathOf(route.id) || "/",
    hasLoader: route.module.loader !== undefined,
    hasAction: route.module.action !== undefined,
    hasPage: route.module.default !== undefined,
    isLayout: parents.has(route.id),
    loaderRoles: route.module.loader?.roles,
    actionRoles: route.module.action?.roles,
  }));
}

/** The most specific pattern that an address fits. */
export function patternOf(address: string, patterns: readonly string[]): string | undefined {
  const fits = patterns.filter((pattern) => {
    const source = pattern
      .split("/")
      .map((part) => (part === "*" ? ".*" : part.startsWith(":") ? "[^/]+" : part.replaceAll(".", "\\.")))
      .join("/");
    return new RegExp(`^${source}$`).test(address);
  });
  const weight = (pattern: string) =>
    pattern.split("/").reduce((sum, part) => sum + (part === "*" ? -10 : part.startsWith(":") ? 1 : 3), 0);
  return fits.toSorted((a, b) => weight(b) - weight(a))[0];
}
