// @ts-check
// The thread of `opener.ts`, which opens chunks while others are sent.

import { parentPort } from "node:worker_threads";
import { openInPlace } from "./age-chunks.mjs";

parentPort?.on("message", (/** @type {import("./opener").Asked} */ { id, file, first, space, bytes }) => {
  const opened = openInPlace(file, first, new Uint8Array(space, 0, bytes));
  parentPort?.postMessage({ id, space, bytes: opened }, [space]);
});
