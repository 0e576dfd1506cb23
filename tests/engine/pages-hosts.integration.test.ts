import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HAPROXY_IMAGE } from "../../lib/core/databases/images";
import { DEFAULT_PROVIDER } from "../../lib/core/engines/names";
import { imageOf } from "../../lib/core/engines/versions";
import { isLong } from "../long";
import { runStory } from "./hands";
import { startManyHosts } from "./many-hosts";

describe.runIf(isLong)("pages of a Berth of three hosts", () => {
  let hosts: Awaited<ReturnType<typeof startManyHosts>>;
  beforeAll(async () => {
    // A Berth is well once it has the images of all that it offers.
    const versions = ["6.0.16", "7.0.15", "8.0.2"];
    const engines = versions.map((version) => imageOf(DEFAULT_PROVIDER, version));
    const images = [...engines, HAPROXY_IMAGE];
    hosts = await startManyHosts(3, images, images);
  }, 480_000);
  afterAll(() => hosts.remove(), 240_000);

  test("nobody is kept from what hosts and highly available databases show", {
    timeout: 900_000,
  }, async () => {
    const told = await runStory(hosts, "tests/engine/pages-story.ts", {});
    expect(told).toEqual({ made: true, nodes: ["Master", "Replica", "Replica"], faults: [] });
  });
});
