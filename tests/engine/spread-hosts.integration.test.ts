import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HAPROXY_IMAGE } from "../../lib/core/databases/images";
import { DEFAULT_PROVIDER } from "../../lib/core/engines/names";
import { imageOf } from "../../lib/core/engines/versions";
import { isLong } from "../long";
import { runStory } from "./hands";
import { startManyHosts } from "./many-hosts";

describe.runIf(isLong)("databases on three hosts, and a fourth", () => {
  let hosts: Awaited<ReturnType<typeof startManyHosts>>;
  beforeAll(async () => {
    const images = ["7.0.15", "8.0.2"].map((version) => imageOf(DEFAULT_PROVIDER, version));
    hosts = await startManyHosts(4, [...images, HAPROXY_IMAGE], [HAPROXY_IMAGE], { members: 3 });
  }, 480_000);
  afterAll(() => hosts.remove(), 240_000);

  test("twelve are spread and can do on each host what they can do on one; a host that joins gets the next; one is drained while they are written to, and nothing is lost", {
    timeout: 1_500_000,
  }, async () => {
    const { "without a write ms": pauseMs, ...told } = await runStory(hosts, "tests/engine/spread-story.ts", {
      words: [hosts.names[3] ?? ""],
    });
    const works = {
      figures: true,
      lines: true,
      plan: "succeeded",
      upgrade: "succeeded",
      backup: "succeeded",
    };
    expect(told).toEqual({
      "hosts that serve": 3,
      "most and fewest differ by at most one": true,
      "one on each host": [works, works, works],
      "a fourth is reached by itself": 4,
      "the next stands on the fourth": true,
      drained: [null, "done", 0],
      written: true,
      lost: 0,
      "left over": [],
    });
    process.stderr.write(`without a write for ${pauseMs} ms at most\n`);
  });
});
