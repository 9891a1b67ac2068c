// Who may import whom. Each rule's comment is the remedy that its violation prints.

/** Downhill order: a feature may read from those after it. */
const FEATURES = [
  "calendar",
  "outcomes",
  "caseload",
  "fidelity",
  "sessions",
  "agreements",
  "training",
  "coach-selection",
  "planning",
  "admin",
];
const TESTS = "\\.test\\.tsx?$";
const OURS = "^(app|fidelity|jobs|prisma|scripts|tests)/";

const rule = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

module.exports = {
  forbidden: [
    rule(
      "no-cycle",
      "Move what both need into a module of its own.",
      {},
      {
        circular: true,
        // Types vanish, and what is loaded later finds everything in place.
        viaOnly: { dependencyTypesNot: ["type-only", "dynamic-import"] },
      },
    ),
    rule("resolvable", "The file does not exist.", {}, { couldNotResolve: true }),
    rule(
      "app-not-jobs",
      "The web process does not know the queue: record an event and let a job react.",
      { path: "^app/" },
      { path: "^jobs/" },
    ),
    rule(
      "jobs-without-pages",
      "A job calls a use case of a feature; pages are of the web process.",
      { path: "^jobs/", pathNot: TESTS },
      { path: ["^app/(routes|http|components)/", "\\.tsx$"] },
    ),
    rule(
      "routes-are-thin",
      "A route parses, calls a use case and responds: move the rest into its feature.",
      { path: "^app/routes/", pathNot: TESTS },
      { path: "^(app/db|app/routes|prisma|fidelity)/" },
    ),
    rule(
      "fidelity-is-pure",
      "fidelity imports itself and zod only: pass the rest in as arguments.",
      { path: "^fidelity/", pathNot: TESTS },
      { pathNot: ["^fidelity/", "^node_modules/zod/"] },
    ),
    rule(
      "components-are-shared",
      "A component receives plain data; what belongs to a feature lives in that feature.",
      { path: "^app/components/", pathNot: TESTS },
      { path: ["^(app/(features|routes|db|access|events|http)|jobs|prisma)/", "\\.server\\.tsx?$"] },
    ),
    rule(
      "charts-alone-draw",
      "Import a chart from app/components/charts: recharts is loaded only where charts are.",
      { pathNot: "^app/components/charts/" },
      { path: "^node_modules/recharts/" },
    ),
    rule(
      "who-says-prisma",
      "Only app/db, app/access, app/events and *.queries.server.ts reach the database.",
      {
        path: "^(app|jobs|fidelity|scripts)/",
        pathNot: [
          "^app/(db|access|events)/",
          "\\.queries\\.server\\.ts$",
          "^scripts/schema-engine\\.mjs$",
          TESTS,
        ],
      },
      { path: ["^prisma/(generated/|client\\.ts$)", "^node_modules/(@prisma/client|@prisma/adapter-pg)/"] },
    ),
    rule(
      "scripts-know-the-schema-engine",
      "The schema engine is for new migrations and drift alone.",
      { path: "^(app|jobs|prisma)/" },
      { path: "^node_modules/@prisma/schema-engine-wasm/" },
    ),
    rule(
      "client-factory-is-alone",
      "prisma/client.ts makes a client and knows nobody.",
      { path: "^prisma/client\\.ts$" },
      { path: "^(app|jobs|fidelity)/" },
    ),
    rule(
      "seed-uses-use-cases",
      "The seed goes through the use cases, as a person would.",
      { path: "^prisma/seed" },
      { path: "^(app/(routes|components|http)|jobs)/" },
    ),
    rule(
      "features-stand-below-routes",
      "A feature is called by routes and jobs and never calls them; of app/http it knows the shape of a page and how the fields of a form are read.",
      { path: "^app/features/", pathNot: TESTS },
      {
        path: ["^(app/(routes|http)|jobs)/", "^node_modules/(bullmq|ioredis)/"],
        pathNot: "^app/http/(pagination|parse-form-data)\\.ts$",
      },
    ),
    rule(
      "platform-knows-no-feature",
      "What several features share does not import one of them.",
      { path: "^app/(errors|time|db|events|access|http|components|offline)/", pathNot: TESTS },
      { path: "^app/features/" },
    ),
    rule(
      "errors-and-time-know-nobody",
      "Only fidelity/schedule/calendar.ts may be used here.",
      { path: "^app/(errors|time)/", pathNot: TESTS },
      { path: OURS, pathNot: ["^app/(errors|time)/", "^fidelity/schedule/calendar\\.ts$"] },
    ),
    rule(
      "http-without-database",
      "app/http parses and responds.",
      { path: "^app/http/", pathNot: TESTS },
      { path: "^(app/db|prisma)/" },
    ),
    ...FEATURES.slice(1).map((feature, index) =>
      rule(
        `${feature}-only-downhill`,
        "React to what happens uphill by an event and a job.",
        { path: `^app/features/${feature}/`, pathNot: TESTS },
        { path: `^app/features/(${FEATURES.slice(0, index + 1).join("|")})/` },
      ),
    ),
    rule(
      "features-share-reads",
      "Of another feature only *.types.ts, *.schema.ts, *.codes.ts and *.queries.server.ts may be used.",
      { path: "^app/features/([^/]+)/", pathNot: TESTS },
      {
        path: "^app/features/",
        pathNot: ["^app/features/$1/", "\\.(types|schema|codes)\\.ts$", "\\.queries\\.server\\.ts$"],
      },
    ),
    rule(
      "no-development-packages",
      "What runs in production is listed under dependencies.",
      {
        path: "^(app|fidelity|jobs|prisma|scripts)/",
        pathNot: [TESTS, "^app/routes\\.ts$", "^scripts/schema-engine\\.mjs$"],
      },
      {
        dependencyTypes: ["npm-dev"],
        dependencyTypesNot: ["type-only", "dynamic-import", "npm", "npm-peer"],
      },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(build|prisma/generated/(internal|models|runtime))/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
};
