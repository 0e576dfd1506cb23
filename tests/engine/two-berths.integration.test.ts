import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HAPROXY_IMAGE } from "../../lib/core/databases/images";
import { DEFAULT_PROVIDER } from "../../lib/core/engines/names";
import { imageOf } from "../../lib/core/engines/versions";
import { isLong } from "../long";
import { runStory } from "./hands";
import { startManyHosts } from "./many-hosts";
import { prepareTwoBerths } from "./two-berths";

describe.runIf(isLong)("a Berth on each of two managers", () => {
  let hosts: Awaited<ReturnType<typeof startManyHosts>>;
  let berths: Awaited<ReturnType<typeof prepareTwoBerths>>;
  beforeAll(async () => {
    // A Berth is well once it has the images of all that it offers.
    const versions = ["6.0.16", "7.0.15", "8.0.2"];
    const images = [...versions.map((version) => imageOf(DEFAULT_PROVIDER, version)), HAPROXY_IMAGE];
    // Of three managers two have to live.
    hosts = await startManyHosts(4, images, images, { managers: 3 });
    berths = await prepareTwoBerths(hosts);
  }, 480_000);
  afterAll(async () => {
    await berths.remove();
    await hosts.remove();
  }, 240_000);

  test("the host of one is lost in the middle of a hand-over on another host: the other Berth ends it, and no write is lost", {
    timeout: 900_000,
  }, async () => {
    const [first, second, third, far] = hosts.all;
    const told = await runStory(hosts, "tests/engine/two-berths-story.ts", {
      at: second,
      words: [first, third, far]
        .map((host) => host?.name ?? "")
        .concat(third?.socket ?? "", far?.socket ?? ""),
      environment: berths.environmentOf(second?.name ?? ""),
      deeds: berths.deeds,
    });
    const pauses = Object.entries(told).filter(([what]) => what.endsWith("without a write ms"));
    expect(pauses).toHaveLength(2);
    const pausesOf = new Set(pauses.map(([what]) => what));
    const ended = {
      ended: "succeeded",
      by: "worker-2",
      nodes: 1,
      "writes go on": true,
      lost: 0,
      "has its data": true,
    };
    expect(Object.fromEntries(Object.entries(told).filter(([what]) => !pausesOf.has(what)))).toEqual({
      "both work": true,
      made: "succeeded",
      "host lost at wait-for-sync": ended,
      "back after wait-for-sync": true,
      "host lost at cut-over": ended,
      "back after cut-over": true,
      "serves without Berth": true,
      "lost without Berth": 0,
    });
  });
});
