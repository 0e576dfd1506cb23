import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HAPROXY_IMAGE } from "../../lib/core/databases/images";
import { DEFAULT_PROVIDER } from "../../lib/core/engines/engines";
import { imageOf } from "../../lib/core/engines/versions";
import { isLong } from "../long";
import { startThreeHosts } from "./three-hosts";

/** Above the 5 s of the promise: three engines share this machine. */
const WITHOUT_WRITE_MS = 15_000;

describe.runIf(isLong)("on three hosts", () => {
  let hosts: Awaited<ReturnType<typeof startThreeHosts>>;
  beforeAll(async () => {
    hosts = await startThreeHosts([imageOf(DEFAULT_PROVIDER, "8.0.2"), HAPROXY_IMAGE], [HAPROXY_IMAGE]);
  }, 360_000);
  afterAll(() => hosts.remove(), 240_000);

  async function runStory(): Promise<Record<string, unknown>> {
    const { first } = hosts;
    const script = ["--import", "tsx", "tests/engine/groups-story.ts", first.name];
    const [file, args] = first.command([process.execPath, ...script]);
    const story = spawn(file, args, {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, BERTH_DOCKER_SOCKET: first.socket, BERTH_LOG_LEVEL: "error" },
    });
    const told: Record<string, unknown> = {};
    for await (const line of createInterface({ input: story.stdout })) {
      // Libraries print lines of their own.
      if (!line.startsWith("told ")) continue;
      const said: unknown = JSON.parse(line.slice("told ".length));
      if (!Array.isArray(said)) Object.assign(told, said);
      else {
        const [what, host] = said as ["cut" | "mend", string];
        await hosts[what](host);
        story.stdin.write("done\n");
      }
    }
    return told;
  }

  test("a highly available database outlives the host of its master, and is one history again when that is back", {
    timeout: 600_000,
  }, async () => {
    const { "without a write ms": withoutWriteMs, ...told } = await runStory();
    expect(told).toEqual({
      "hosts within reach": 3,
      "is offered": true,
      filled: "succeeded",
      made: "succeeded",
      "on hosts": 3,
      "its master is elsewhere": true,
      "failover is told": 1,
      "writes go on": true,
      "its host is seen to be missing": true,
      "is whole again": ["master", "replica", "replica"],
      lost: 0,
      failovers: 1,
      removed: "succeeded",
      "left over": [],
    });
    expect(withoutWriteMs).toBeLessThan(WITHOUT_WRITE_MS);
  });
});
