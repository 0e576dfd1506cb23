import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HAPROXY_IMAGE } from "../../lib/core/databases/images";
import { DEFAULT_PROVIDER } from "../../lib/core/engines/names";
import { imageOf } from "../../lib/core/engines/versions";
import { isLong } from "../long";
import { runStory } from "./hands";
import { startManyHosts } from "./many-hosts";

describe.runIf(isLong)("what Berth works by is killed", () => {
  let hosts: Awaited<ReturnType<typeof startManyHosts>>;
  beforeAll(async () => {
    const images = [imageOf(DEFAULT_PROVIDER, "8.0.2"), HAPROXY_IMAGE];
    hosts = await startManyHosts(4, images, images, { members: 3 });
  }, 480_000);
  afterAll(() => hosts.remove(), 240_000);

  test("worker, engine door, link or manager at each step of a move, in a drain, in a failover and while a host joins", {
    timeout: 3_600_000,
  }, async () => {
    const { first, all, names } = hosts;
    const told = await runStory(hosts, "tests/engine/faults-story.ts", {
      words: [names[1] ?? "", names[3] ?? "", ...all.map(({ socket }) => socket)],
      deeds: {
        killEngine: async () => {
          // With all that runs there: what an engine leaves behind that is killed alone is in the way of the next one here.
          await first.powerOff();
          await first.start();
        },
      },
    });
    const FAULTS = ["worker", "engine door", "link", "manager"];
    const each = (value: unknown) => Object.fromEntries(FAULTS.map((fault) => [fault, value]));
    // Those say why, and the database is where it was.
    const failed = Object.entries(told).filter(([what]) => what.endsWith("moves that failed"));
    process.stderr.write(`${JSON.stringify(Object.fromEntries(failed))}\n`);
    for (const [what] of failed) delete told[what];
    expect(told).toEqual({
      ...Object.fromEntries(FAULTS.map((fault) => [`${fault}: moves that did not end well`, {}])),
      drained: each(["done", 0, "healthy"]),
      made: "succeeded",
      "failed over": each([true, ["master", "replica", "replica"], 0]),
      joined: each(4),
      "left over": [],
    });
  });
});
