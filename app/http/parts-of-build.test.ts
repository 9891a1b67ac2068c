import type { ServerBuild } from "@remix-run/node";
import { matchRoutes } from "@remix-run/react";
import { expect, test } from "vitest";
import { firstSegmentOf, partsOfBuild } from "./parts-of-build.ts";

const ROUTES: [id: string, parentId?: string, path?: string, index?: boolean][] = [
  ["root", undefined, ""],
  ["_index", "root", undefined, true],
  ["_app", "root"],
  ["_app.$", "_app", "*"],
  ["_app.people._index", "_app", "people", true],
  ["_app.people.$personId", "_app", "people/:personId"],
  ["_app.people.new", "_app", "people/new"],
  ["_app.plan", "_app", "plan"],
  ["_app.plan.steps", "_app.plan", "steps"],
  ["_auth", "root"],
  ["_auth.sign-in", "_auth", "sign-in"],
  ["$programId", "root", ":programId"],
  ["$programId.people", "$programId", "people"],
];
const routes = Object.fromEntries(
  ROUTES.map(([id, parentId, path, index]) => [id, { id, parentId, path, index, module: {} }]),
);
const build = { routes, assets: { version: "1", routes }, publicPath: "/" } as unknown as ServerBuild;
const parts = partsOfBuild(build);

/** The routes an address leads to, as Remix finds them. */
function idsFor({ routes }: Pick<ServerBuild, "routes">, address: string) {
  const childrenOf = (parent?: string): object[] =>
    Object.values(routes)
      .filter(({ parentId }) => parentId === parent)
      .map(({ id, path, index }) => (index ? { id, path, index } : { id, path, children: childrenOf(id) }));
  return (
    matchRoutes(childrenOf(), address.replace(/\.data$/, ""))?.map(
      ({ route }) => (route as { id: string }).id,
    ) ?? null
  );
}

test.each([
  ["/people", 3],
  ["/people.data", 3],
  ["/people/", 3],
  ["/people/new", 3],
  ["/people/7/nothing", 3],
  ["/plan/steps", 4],
  ["/sign-in", 3],
  ["/oregon/people", 3],
  ["/nothing/at/all", 3],
  ["/", 2],
  ["/PEOPLE", 3],
  ["//people", 3],
  ["/peo%70le", 3],
])("%s leads to the same page in its part as in the whole", (address, most) => {
  const found = idsFor(build, address);
  expect(found?.length).toBeLessThanOrEqual(most);
  expect(found).not.toBeNull();
  expect(idsFor(parts.get(firstSegmentOf(address)) ?? build, address)).toEqual(found);
});

test("a part has the routes of its segment, those of any segment and those around them, in both lists", () => {
  const ids = ["root", "_index", "_app", "_app.$", "_app.plan", "_app.plan.steps", "_auth"];
  const part = parts.get("plan");
  expect(Object.keys(part?.routes ?? {})).toEqual([...ids, "$programId", "$programId.people"]);
  expect(Object.keys(part?.assets.routes ?? {})).toEqual(Object.keys(part?.routes ?? {}));
  expect(part).toMatchObject({ publicPath: "/", assets: { version: "1" } });
});

test("an address that is written in another way is looked up in the whole", () => {
  expect(["/", "/_root.data", "/PEOPLE", "//people", "/peo%70le", "/people%20"].map(firstSegmentOf)).toEqual(
    Array(6).fill(""),
  );
});
