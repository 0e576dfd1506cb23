import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HAPROXY_IMAGE } from "../../lib/core/databases/images";
import { DEFAULT_PROVIDER } from "../../lib/core/engines/names";
import { imageOf } from "../../lib/core/engines/versions";
import { isLong } from "../long";
import { runStory } from "./hands";
import { startManyHosts } from "./many-hosts";

const outlived = {
  "failover is told": true,
  "writes go on": true,
  "is whole again": ["master", "replica", "replica"],
  "lost more than what was under way": 0,
};

describe.runIf(isLong)("on four hosts", () => {
  let hosts: Awaited<ReturnType<typeof startManyHosts>>;
  beforeAll(async () => {
    hosts = await startManyHosts(4, [imageOf(DEFAULT_PROVIDER, "8.0.2"), HAPROXY_IMAGE], [HAPROXY_IMAGE]);
  }, 480_000);
  afterAll(() => hosts.remove(), 240_000);

  test("a highly available database outlives what befalls its master, and a host that does not come back", {
    timeout: 1_800_000,
  }, async () => {
    const environment = { BERTH_REPLACE_AFTER_MINUTES: "1" };
    const told = await runStory(hosts, "tests/engine/groups-story.ts", { environment });
    const withoutWrite = Object.entries(told).filter(([what]) => what.endsWith("without a write ms"));
    const beside = Object.entries(told).filter(([what]) => what.endsWith("beside the master"));
    const lost = Object.entries(told).filter(([what]) => what.endsWith("lost elsewhere"));
    const measured = new Set([...withoutWrite, ...beside, ...lost].map(([what]) => what));
    expect(Object.fromEntries(Object.entries(told).filter(([what]) => !measured.has(what)))).toEqual({
      "is offered": true,
      made: "succeeded",
      "on hosts": 3,
      "hosts with a gateway": 3,
      "cut off and mended": outlived,
      "Redis killed": outlived,
      "Redis stopped": outlived,
      "the page says until when": true,
      "made anew": true,
      "on hosts again": 3,
      "the lost node is none of it": true,
      "Sentinels know who is left": true,
      "what came back is swept": true,
      "Sentinels stay so": true,
      "lost with the host": 0,
      "Redis killed once more": outlived,
      "no host has all gateways": true,
      removed: "succeeded",
      "left over": [],
    });
    expect(withoutWrite).toHaveLength(5);
    process.stderr.write(`${JSON.stringify([...withoutWrite, ...lost])}\n`);
  });
});
