import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dockerodeEngine } from "../../lib/adapters/docker/dockerode/engine";
import type { LinkAddress } from "../../lib/adapters/redis/connection";
import { linkDoor } from "../../lib/adapters/redis/door";
import { redisDumps } from "../../lib/adapters/redis/dump";
import { DEFAULT_CATALOG } from "../../lib/core/engines/catalog/default";
import { REDIS } from "../../lib/core/engines/redis/engine";
import { offeredVersions } from "../../lib/core/engines/versions";
import { MIB } from "../../lib/core/units";
import { readDump, redisDumpContract } from "../../lib/ports/redis-dump.contract";
import { dumpNodes, planOf } from "./dump-nodes";
import { docker, newInstanceId, removeEverything, startLink } from "./stack";

const VERSIONS = offeredVersions(DEFAULT_CATALOG, REDIS);
const LARGE_BYTES = 100_000_000;
const SILENCE_MS = 2_000;
const instance = newInstanceId();
const engine = dockerodeEngine({ instance });
let link: LinkAddress;

beforeAll(async () => {
  link = await startLink(engine, instance);
});
afterAll(() => removeEverything(instance));

const dumps = redisDumps(linkDoor(async () => link));

describe.each(VERSIONS)("Redis %s", (version) => {
  const resourceId = `app-${5_000 + VERSIONS.indexOf(version)}`;
  const node = dumpNodes(
    { engine, instance, link: () => link },
    { resourceId, version, plan: planOf("256m") },
  );
  const dumped = () => readDump(dumps, node.target());

  beforeAll(async () => {
    await node.start();
    await node.fillWithSamples();
  });

  redisDumpContract(async () => ({
    dumps,
    target: node.target(),
    missingServiceName: `${node.target().serviceName}9`,
  }));

  it("its own tool takes the dump, with every key in it", async () => {
    const { keys } = await node.admin.info(node.target());
    expect(keys).toBe(6);
    expect(await node.check(await dumped())).toEqual({ exitCode: 0, keys });
  });

  describe("with much data", () => {
    beforeAll(async () => {
      const fill = `for i = 1, ${LARGE_BYTES / 1_000} do redis.call("SET", "key:" .. i, string.rep("x", 1000)) end return "filled"`;
      expect(await node.ask(`eval '${fill}' 0`)).toBe("filled");
    });

    it.each(["yes", "no"])(
      "all of it comes, with memory flat, diskless: %s",
      async (isDiskless) => {
        await node.ask(`config set repl-diskless-sync ${isDiskless}`);
        const { content, totalBytes } = await dumps.dump(node.target());
        const before = process.memoryUsage().arrayBuffers;
        const pieces: number[] = [];
        let most = 0;
        for await (const piece of content) {
          pieces.push(piece.length);
          most = Math.max(most, process.memoryUsage().arrayBuffers - before);
        }
        const bytes = pieces.reduce((sum, length) => sum + length, 0);
        expect(bytes).toBeGreaterThan(LARGE_BYTES);
        expect(totalBytes).toBe(isDiskless === "yes" ? null : bytes);
        expect(most).toBeLessThan(64 * MIB);
      },
      240_000,
    );

    it("one sent as a file is whole, and the node finds its data after a power cut", async () => {
      await node.ask("config set repl-diskless-sync no");
      const dump = await dumped();
      const { keys } = await node.admin.info(node.target());
      expect(await node.check(dump)).toEqual({ exitCode: 0, keys });
      await node.kill();
      expect((await node.admin.info(node.target())).keys).toBe(keys);
      expect(await node.ask("strlen binary")).toBe("300000");
    }, 480_000);

    it("a node that says nothing is given up, and the next dump is taken", async () => {
      const { content } = await redisDumps(
        linkDoor(async () => link),
        { silenceMs: SILENCE_MS },
      ).dump(node.target());
      const container = await node.container();
      const read = async () => {
        let isPaused = false;
        for await (const _ of content) if (!isPaused) isPaused = Boolean(await docker("pause", container));
      };
      try {
        await expect(read()).rejects.toMatchObject({ code: "unavailable", reason: "redis_unreachable" });
      } finally {
        await docker("unpause", container);
      }
      expect((await dumped()).length).toBeGreaterThan(LARGE_BYTES);
    }, 240_000);

    it("a node that dies in the middle gives no dump", async () => {
      const { content } = await dumps.dump(node.target());
      const read = async () => {
        let isKilled = false;
        for await (const _ of content)
          if (!isKilled) isKilled = Boolean(await docker("kill", await node.container()));
      };
      await expect(read()).rejects.toMatchObject({ code: "unavailable" });
      await node.answers();
    }, 240_000);
  });
});
