import { beforeEach, describe, expect, it, vi } from "vitest";
import type { RedisAdmin, RedisTarget } from "./redis-admin";
import type { RedisReplication } from "./redis-replication";

/** Two empty servers of one database: `from`, which the gateway follows, and `to`, closed and waiting for a master, as a successor starts. */
export type RedisReplicationHarness = {
  replication: RedisReplication;
  admin: RedisAdmin;
  from: RedisTarget;
  to: RedisTarget;
  /** Writes keys, as a person's client does; resolves once they are acknowledged. */
  write(target: RedisTarget, keys: readonly string[]): Promise<void>;
  /** As the server is that starts again with its files from before the cut-over. */
  startOver(target: RedisTarget): Promise<void>;
};

const BUFFER_BYTES = 16 * 1024 * 1024;
const WAIT_MS = 3_000;
const SYNC_WAIT = { timeout: 30_000, interval: 50 };

/** What every adapter of the port guarantees. */
export function redisReplicationContract(make: () => Promise<RedisReplicationHarness>): void {
  describe("redis replication", () => {
    let harness: RedisReplicationHarness;
    beforeEach(async () => {
      harness = await make();
    });

    const followed = async () => {
      const { replication, from, to } = harness;
      await replication.follow({ replica: to, master: from, bufferBytes: BUFFER_BYTES });
      await vi.waitFor(async () => {
        expect(await replication.state(to)).toMatchObject({ role: "slave", isLinkUp: true });
      }, SYNC_WAIT);
    };

    it("a node that the gateway follows and one that it does not", async () => {
      const { replication, from, to } = harness;
      expect(await replication.state(from)).toMatchObject({ role: "master", isGatewayOn: true });
      expect(await replication.state(to)).toMatchObject({
        role: "slave",
        isGatewayOn: false,
        isLinkUp: false,
      });
    });

    it("a replica has what its master has, and the same history", async () => {
      const { replication, admin, from, to, write } = harness;
      await write(from, ["a", "b", "c"]);
      await followed();
      await replication.follow({ replica: to, master: from, bufferBytes: BUFFER_BYTES });
      await write(from, ["d"]);
      await vi.waitFor(async () => expect((await admin.info(to)).keys).toBe(4), SYNC_WAIT);
      const [master, replica] = [await replication.state(from), await replication.state(to)];
      expect(replica).toMatchObject({
        masterName: from.serviceName,
        replicationId: master.replicationId,
        isGatewayOn: false,
      });
      expect(master.offset).toBeGreaterThan(0);
    });

    it("after a cut-over the successor serves with every key, and the old one never again", async () => {
      const { replication, admin, from, to, write } = harness;
      await write(from, ["a", "b"]);
      await followed();
      await write(from, ["c"]);
      const told: string[] = [];
      const gateway = {
        leave: async () => void told.push("leave"),
        lead: async () => void told.push("lead"),
      };
      const cut = await replication.cutOver({ from, to, waitMs: WAIT_MS, gateway });
      expect([...new Set(told)]).toEqual(["leave", "lead"]);
      expect(told.at(-1)).toBe("lead");
      expect(cut.pauseMs).toBeGreaterThanOrEqual(0);
      expect(await replication.state(to)).toMatchObject({ role: "master", isGatewayOn: true });
      expect(await replication.state(from)).toMatchObject({ role: "master", isGatewayOn: false });
      expect((await admin.info(to)).keys).toBe(3);

      await replication.settle(to);
      await write(to, ["d"]);
      const { replicationId, replicationOffset } = await admin.info(to);
      expect(replicationId).toBe(cut.replicationId);
      expect(replicationOffset).toBeGreaterThan(cut.offset);
    });

    it("one that took over and started again before that was settled did not; the old one serves again", async () => {
      const { replication, from, to, write, startOver } = harness;
      await followed();
      await replication.cutOver({ from, to, waitMs: WAIT_MS, gateway: null });
      await startOver(to);
      const state = await replication.state(to);
      expect(state).toMatchObject({ role: "slave", isGatewayOn: false });
      expect(state.masterName).not.toBe(from.serviceName);
      await replication.open(from);
      expect(await replication.state(from)).toMatchObject({ role: "master", isGatewayOn: true });
      await write(from, ["a"]);
    });

    it("one that took over and was settled is a master that lets people in also after it started again", async () => {
      const { replication, from, to, write, startOver } = harness;
      await followed();
      await replication.cutOver({ from, to, waitMs: WAIT_MS, gateway: null });
      await replication.settle(to);
      await replication.settle(to);
      await startOver(to);
      expect(await replication.state(to)).toMatchObject({ role: "master", isGatewayOn: true });
      await write(to, ["a"]);
    });

    it("one that was made already is not taken back by who comes late: the old node stays closed", async () => {
      const { replication, from, to, write } = harness;
      await followed();
      await replication.cutOver({ from, to, waitMs: WAIT_MS, gateway: null });
      const late = replication.cutOver({ from, to, waitMs: 200, gateway: null });
      await expect(late).rejects.toMatchObject({ code: "unavailable", reason: "handed_over" });
      expect(await replication.state(from)).toMatchObject({ isGatewayOn: false });
      expect(await replication.state(to)).toMatchObject({ role: "master", isGatewayOn: true });
      await write(to, ["a"]);
    });

    it("a cut-over to a node that does not follow leaves the old one serving", async () => {
      const { replication, from, to, write } = harness;
      await write(from, ["a"]);
      const refused = replication.cutOver({ from, to, waitMs: 200, gateway: null });
      await expect(refused).rejects.toMatchObject({ code: "conflict", reason: "replication_behind" });
      expect(await replication.state(from)).toMatchObject({ role: "master", isGatewayOn: true });
      expect(await replication.state(to)).toMatchObject({ isGatewayOn: false });
      await write(from, ["b"]);
    });

    it("a fence holds until it is opened, however often either is asked for", async () => {
      const { replication, from, write } = harness;
      const first = await replication.fence(from, null);
      const second = await replication.fence(from, null);
      expect(second.replicationId).toBe(first.replicationId);
      expect(second.offset).toBeGreaterThanOrEqual(first.offset);
      expect(await replication.state(from)).toMatchObject({ isGatewayOn: false });
      await replication.open(from);
      await replication.open(from);
      expect(await replication.state(from)).toMatchObject({ isGatewayOn: true });
      await write(from, ["a"]);
    });

    it("settings and users are read as they are now", async () => {
      const { replication, from } = harness;
      const { config, users } = await replication.readSettings(from);
      expect(config).toMatchObject({ timeout: "150", "maxmemory-policy": "noeviction" });
      expect(users.map((line) => line.split(" ")[1]).sort()).toEqual(
        expect.arrayContaining(["berth", "default", "gateway"]),
      );
    });

    it("a changed size shows in INFO", async () => {
      const { replication, admin, from } = harness;
      await replication.setMaxMemory(from, 20_000_000);
      expect((await admin.info(from)).maxMemoryBytes).toBe(20_000_000);
    });

    it("a node that is not there is told as such", async () => {
      const { replication, from } = harness;
      const gone = { ...from, serviceName: `${from.serviceName}9` };
      await expect(replication.state(gone)).rejects.toMatchObject({ code: "unavailable" });
    });
  });
}
