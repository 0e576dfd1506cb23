import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RedisTarget } from "./redis-admin";
import type { RedisStatsReader } from "./redis-stats";

/** A running server without keys, and the name of a service that is not there. */
export type RedisStatsHarness = {
  reader: RedisStatsReader;
  target: RedisTarget;
  missingServiceName: string;
};

/** What every adapter of the port guarantees. */
export function redisStatsContract(make: () => Promise<RedisStatsHarness>): void {
  describe("redis stats", () => {
    let harness: RedisStatsHarness;
    beforeAll(async () => {
      harness = await make();
    });
    afterAll(() => harness.reader.close());
    const fail = (target: Partial<RedisTarget>) =>
      harness.reader.readStats({ ...harness.target, ...target }).then(
        () => expect.fail("it did not fail"),
        (error: unknown) => error,
      );

    it("tells what INFO says, as often as it is asked", async () => {
      const first = await harness.reader.readStats(harness.target);
      expect(first).toMatchObject({
        role: "master",
        maxMemoryPolicy: "noeviction",
        keyspace: [],
        replicas: 0,
        isMasterLinkUp: null,
        isLastSaveOk: true,
        isAofOk: true,
      });
      expect(first.runId).toMatch(/\S/);
      expect(first.usedMemoryBytes).toBeGreaterThan(100_000);
      expect(first.usedMemoryPeakBytes).toBeGreaterThanOrEqual(first.usedMemoryBytes);
      expect(first.maxMemoryBytes).toBeGreaterThan(first.usedMemoryBytes);
      expect(first.fragmentationRatio).toBeGreaterThan(0);
      expect(first.clients).toBeGreaterThanOrEqual(1);
      const second = await harness.reader.readStats(harness.target);
      expect(second.runId).toBe(first.runId);
      expect(second.uptimeSeconds).toBeGreaterThanOrEqual(first.uptimeSeconds);
      expect(second.traffic.infos).toBeGreaterThan(first.traffic.infos);
      expect(second.traffic.commands).toBeGreaterThan(first.traffic.commands);
      expect(second.counters.inputBytes).toBeGreaterThanOrEqual(first.counters.inputBytes);
      expect(Object.values(second.counters).every((count) => count >= 0)).toBe(true);
    });

    it("a refused password is told, and never the password itself; the right one works afterwards", async () => {
      const error = await fail({ password: "wr0ng-passw0rd" });
      expect(error).toMatchObject({ code: "conflict", reason: "redis_auth_refused" });
      expect(inspect(error, { depth: 10 })).not.toContain("wr0ng-passw0rd");
      await harness.reader.readStats(harness.target);
    });

    it("a service that is not there is told, without the password", async () => {
      const error = await fail({ serviceName: harness.missingServiceName });
      expect(error).toMatchObject({ code: "unavailable", reason: "redis_unreachable" });
      expect(inspect(error, { depth: 10 })).not.toContain(harness.target.password);
    });
  });
}
