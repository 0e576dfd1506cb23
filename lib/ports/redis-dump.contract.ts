import { inspect } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import type { RedisTarget } from "./redis-admin";
import type { DumpingServer, RedisDumps } from "./redis-dump";

/** A running server, and the name of a service that is not there. */
export type RedisDumpHarness = { dumps: RedisDumps; target: RedisTarget; missingServiceName: string };

/** All of a dump. */
export async function readDump(
  dumps: RedisDumps,
  target: RedisTarget,
  server?: DumpingServer,
): Promise<Buffer> {
  const { content, totalBytes } = await dumps.dump(target, server);
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  const dump = Buffer.concat(pieces);
  expect(totalBytes ?? dump.length).toBe(dump.length);
  return dump;
}

/** What every adapter of the port guarantees. */
export function redisDumpContract(make: () => Promise<RedisDumpHarness>): void {
  describe("redis dumps", () => {
    let harness: RedisDumpHarness;
    beforeAll(async () => {
      harness = await make();
    });

    it("a dump begins as one does, and can be had again", async () => {
      const { dumps, target } = harness;
      for (const dump of [await readDump(dumps, target), await readDump(dumps, target)])
        expect(dump.toString("latin1")).toMatch(/^REDIS\d{4}/);
    });

    it("one that is left in its middle, or before, holds nothing up", async () => {
      const { dumps, target } = harness;
      await dumps.dump(target);
      for await (const piece of (await dumps.dump(target)).content) {
        expect(piece.length).toBeGreaterThan(0);
        break;
      }
      expect((await readDump(dumps, target)).length).toBeGreaterThan(0);
    });

    it("several are taken at once", async () => {
      const { dumps, target } = harness;
      const taken = await Promise.all([readDump(dumps, target), readDump(dumps, target)]);
      for (const dump of taken) expect(dump.toString("latin1")).toMatch(/^REDIS\d{4}/);
    });

    it("a refused password is told, and never the password itself", async () => {
      const { dumps, target } = harness;
      const password = "wr0ng-passw0rd";
      const error = await dumps.dump({ ...target, password }).then(
        () => expect.fail("it did not fail"),
        (refused: unknown) => refused,
      );
      expect(error).toMatchObject({ code: "conflict", reason: "redis_auth_refused" });
      expect(inspect(error, { depth: 10 })).not.toContain(password);
    });

    it("a service that is not there is told as such", async () => {
      const { dumps, target, missingServiceName } = harness;
      const missing = { ...target, serviceName: missingServiceName };
      await expect(dumps.dump(missing)).rejects.toMatchObject({
        code: "unavailable",
        reason: "redis_unreachable",
      });
    });
  });
}
