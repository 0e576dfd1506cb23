import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HAPROXY_IMAGE } from "../../lib/core/databases/images";
import { DEFAULT_PROVIDER } from "../../lib/core/engines/names";
import { imageOf } from "../../lib/core/engines/versions";
import type { Measures } from "../../lib/core/stats/measures";
import { startPrivateEngine } from "./private-engine";

let engine: Awaited<ReturnType<typeof startPrivateEngine>>;
beforeAll(async () => {
  engine = await startPrivateEngine([imageOf(DEFAULT_PROVIDER, "8.0.2"), HAPROXY_IMAGE]);
});
afterAll(() => engine.remove());

/** Runs the story beside the engine: it asks for a kill or a start and waits for an answer. */
async function runStory(): Promise<Record<string, unknown>> {
  const words = [process.execPath, "--import", "tsx", "tests/engine/stats-kill-story.ts"];
  const [file, args] = engine.command(words);
  const story = spawn(file, args, {
    stdio: ["pipe", "pipe", "inherit"],
    env: {
      ...process.env,
      BERTH_DOCKER_SOCKET: engine.socket,
      BERTH_LOG_LEVEL: "error",
      DOCKER_HOST: `unix://${engine.socket}`,
    },
  });
  const told: Record<string, unknown> = {};
  for await (const line of createInterface({ input: story.stdout })) {
    // Libraries print lines of their own.
    if (!line.startsWith("told ")) continue;
    const said: unknown = JSON.parse(line.slice("told ".length));
    if (typeof said === "object") Object.assign(told, said);
    else {
      await (said === "kill the engine" ? engine.kill() : engine.start());
      story.stdin.write("done\n");
    }
  }
  return told;
}

/** The row of a database that is seen: its node uses memory and CPU, and Redis answers. */
const SEEN = expect.objectContaining({
  memoryBytes: expect.toSatisfy((bytes: number) => bytes > 1_000_000),
  cpuPercent: expect.toSatisfy((percent: number) => percent > 0),
  usedMemoryBytes: expect.toSatisfy((bytes: number) => bytes > 100_000),
});

/** No row, or one that leaves unknown what the engine alone knows: Redis may have answered on. */
const UNSEEN = expect.toSatisfy(
  (row: "gap" | Measures) =>
    row === "gap" || (row.memoryBytes === null && row.swapBytes === null && row.cpuPercent === null),
);

test("an engine killed with -9, and a node that is stopped, leave a gap and no zeros; the same sampler goes on", async () => {
  expect(await runStory()).toEqual({
    before: SEEN,
    engineKilled: [UNSEEN, UNSEEN],
    engineBack: SEEN,
    nodeStopped: ["gap", "gap"],
    failure: expect.stringContaining("does not answer"),
    nodeBack: SEEN,
    left: [],
  });
}, 1_200_000);
