import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HAPROXY_IMAGE } from "../../lib/core/databases/images";
import { DEFAULT_PROVIDER } from "../../lib/core/engines/names";
import { imageOf } from "../../lib/core/engines/versions";
import { startTwoHosts } from "./two-hosts";

/** The Swarm calls a host down after three heartbeats of 5 s, and the worker looks every 5 s. */
const TOLD_MS = 30_000;

let hosts: Awaited<ReturnType<typeof startTwoHosts>>;
beforeAll(async () => {
  hosts = await startTwoHosts([imageOf(DEFAULT_PROVIDER, "8.0.2"), HAPROXY_IMAGE], [HAPROXY_IMAGE]);
}, 360_000);
afterAll(() => hosts.remove(), 240_000);

async function runStory(): Promise<Record<string, unknown>> {
  const { first, second } = hosts;
  const script = ["--import", "tsx", "tests/engine/move-story.ts", second.name, first.socket, second.socket];
  const [file, args] = first.command([process.execPath, ...script]);
  const story = spawn(file, args, {
    stdio: ["pipe", "pipe", "inherit"],
    env: {
      ...process.env,
      BERTH_DOCKER_SOCKET: first.socket,
      BERTH_LOG_LEVEL: "error",
      DOCKER_HOST: `unix://${first.socket}`,
    },
  });
  const told: Record<string, unknown> = {};
  for await (const line of createInterface({ input: story.stdout })) {
    // Libraries print lines of their own.
    if (!line.startsWith("told ")) continue;
    const said: unknown = JSON.parse(line.slice("told ".length));
    if (typeof said === "object") Object.assign(told, said);
    else {
      await (said === "kill" ? second.kill() : second.start());
      story.stdin.write("done\n");
    }
  }
  return told;
}

test("a database moves to a host that had not even its image, with all its data, figures and lines; a host that is gone is told, one of its databases is restored elsewhere for good, one waits for it and leaves it by a drain", {
  timeout: 600_000,
}, async () => {
  const { "gone is told after ms": toldMs, ...told } = await runStory();
  expect(told).toEqual({
    "hosts within reach": 2,
    made: "succeeded",
    moved: "succeeded",
    "stands on the second": true,
    "has its data": true,
    health: "healthy",
    figures: true,
    container: true,
    lines: true,
    gone: expect.stringMatching(/^Host \S+ is gone since .* Data last saved there 20/),
    "backed up": "succeeded",
    restored: "succeeded",
    "stands on the first": true,
    "has the data of the backup": true,
    back: "healthy",
    "the old one is gone": true,
    serves: "healthy",
    "has what was written since": "word",
    drained: [null, "done", 0],
    "moved away": true,
    "serves there": "healthy",
    "host_gone is told": true,
    "host_back is told": true,
    "drain_done is told": true,
    "host_drained is told": true,
    "left over": [],
  });
  expect(toldMs).toBeLessThan(TOLD_MS);
});
