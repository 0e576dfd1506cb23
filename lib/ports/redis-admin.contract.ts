import { inspect } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import type { RedisAdmin, RedisTarget } from "./redis-admin";

/** A running server with an empty data set, and the name of a service that is not there. */
export type RedisAdminHarness = {
  admin: RedisAdmin;
  target: RedisTarget;
  version: string;
  missingServiceName: string;
};

const SAVE_MS = 10_000;

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => expect.fail("it did not fail"),
    (error: unknown) => error,
  );
}

/** What every adapter of the port guarantees. */
export function redisAdminContract(make: () => Promise<RedisAdminHarness>): void {
  describe("redis admin", () => {
    let harness: RedisAdminHarness;
    beforeAll(async () => {
      harness = await make();
    });

    it("a server that answers PONG is alive", async () => {
      await harness.admin.ping(harness.target);
    });

    it("tells what INFO says", async () => {
      const info = await harness.admin.info(harness.target);
      expect(info).toMatchObject({ version: harness.version, role: "master", isLastSaveOk: true, keys: 0 });
      expect(info.keysByDatabase).toEqual({});
      expect(info.uptimeSeconds).toBeGreaterThanOrEqual(0);
      expect(info.usedMemoryBytes).toBeGreaterThan(100_000);
      expect(info.maxMemoryBytes).toBeGreaterThan(info.usedMemoryBytes);
      expect(info.connectedClients).toBeGreaterThanOrEqual(1);
    });

    it("saves as often as one likes, and INFO tells when", async () => {
      const before = Date.now();
      await harness.admin.save(harness.target, SAVE_MS);
      await harness.admin.save(harness.target, SAVE_MS);
      const { lastSaveAt, isLastSaveOk } = await harness.admin.info(harness.target);
      expect(isLastSaveOk).toBe(true);
      // Redis counts in whole seconds.
      expect(lastSaveAt?.getTime()).toBeGreaterThan(before - 2_000);
    });

    it.each(["ping", "info"] as const)(
      "a refused password is told by %s, and never the password itself",
      async (method) => {
        const target = { ...harness.target, password: "wr0ng-passw0rd" };
        const error = await failureOf(harness.admin[method](target));
        expect(error).toMatchObject({ code: "conflict", reason: "redis_auth_refused" });
        expect(inspect(error, { depth: 10 })).not.toContain(target.password);
      },
    );

    it("a service that is not there is told within a few seconds, without the password", async () => {
      const startedAt = Date.now();
      const target = { ...harness.target, serviceName: harness.missingServiceName };
      const error = await failureOf(harness.admin.ping(target));
      expect(error).toMatchObject({ code: "unavailable", reason: "redis_unreachable" });
      expect(inspect(error, { depth: 10 })).not.toContain(target.password);
      expect(Date.now() - startedAt).toBeLessThan(9_000);
    });
  });
}
