import { parentPort, workerData } from "node:worker_threads";
import { makeHere } from "./session-maker.ts";

// A thread of the seed: for each group of coaches it is sent, it answers with their sessions as rows to load.
const { make } = makeHere(workerData);

parentPort?.on("message", async (group: number[]) => {
  const loads = await make(group);
  parentPort?.postMessage(
    loads,
    loads.map(({ text }) => text.buffer),
  );
});
