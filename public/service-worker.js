// Opens the pages that need no connection from the files it keeps, and answers a page that cannot be reached with its
// twin among them. It keeps nothing of anybody; what is theirs lies sealed in the database of the device.
const CACHE = `throughline-${new URL(self.location.href).searchParams.get("v")}`;
const PAGES = ["/offline", "/offline/calendar", "/offline/log", "/offline/review", "/offline/waiting"];
/** Longer than this, a page counts as out of reach. */
const PATIENCE_MS = 8_000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const files = await (await fetch("/offline-files")).json();
      const cache = await caches.open(CACHE);
      await cache.addAll([...files, ...PAGES, "/favicon.svg", "/manifest.webmanifest"]);
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      // The release before this one stays: its pages may still be open.
      const releases = (await caches.keys()).filter(
        (name) => name.startsWith("throughline-") && name !== CACHE,
      );
      await Promise.all(releases.slice(0, -1).map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, url));
  else if (url.pathname === "/__manifest") event.respondWith(routes(request, url));
  else if (url.pathname.startsWith("/assets/"))
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
});

/** Where the pages of a release are: a page knows itself and asks for the others. The file with all of them is kept. */
async function routes(request, url) {
  const kept = await caches.match(`/assets/manifest-${url.searchParams.get("version")}.js`);
  if (!kept) return fetch(request);
  const script = await kept.text();
  const manifest = JSON.parse(script.slice(script.indexOf("{"), script.lastIndexOf("}") + 1));
  return Response.json(manifest.routes);
}

async function page(request, url) {
  if (PAGES.includes(url.pathname)) {
    // A weak signal is no reason to wait: the server would answer the same.
    const kept = await (await caches.open(CACHE)).match(url.pathname);
    return kept ?? fetch(request);
  }
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    return Response.redirect(twinOf(url), 302);
  }
}

/** Where somebody without a connection can do what they came for. */
function twinOf({ pathname, searchParams }) {
  if (pathname === "/sessions/new" && searchParams.has("person")) return `/offline/log?${searchParams}`;
  if (pathname === "/calendar") return `/offline/calendar?${searchParams}`;
  const planned = pathname.match(/^\/sessions\/([\w-]{36})\/edit$/);
  if (planned) return `/offline/log?session=${planned[1]}`;
  const review = pathname.match(/^\/reviews\/([\w-]{36})$/);
  if (review) return `/offline/review?assessment=${review[1]}`;
  if (["/", "/people", "/reviews", "/sessions/new"].includes(pathname)) return "/offline";
  return `/offline?wanted=${encodeURIComponent(pathname)}`;
}
