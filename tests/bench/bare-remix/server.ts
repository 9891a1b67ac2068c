import path from "node:path";
import { createRequestHandler } from "@remix-run/express";
import compression from "compression";
import express from "express";

const build = path.resolve(import.meta.dirname, "../../../.cache/bare-remix/server/index.js");
const app = express();
app.disable("x-powered-by");
app.use(compression());
app.all("*", createRequestHandler({ build: await import(build) }));
app.listen(Number(process.env.PORT));
