import { beforeAll, describe, expect, it, vi } from "vitest";
import type { ContainerLogs, LogLine } from "./container-logs";
import type { ContainerStats, WatchedContainer } from "./container-stats";

/** A node and a gateway of one database that run on this machine, the node with a volume. */
export type ContainersHarness = {
  containers: ContainerStats & ContainerLogs;
  databaseId: string;
  nodeService: string;
  gatewayService: string;
  volumeName: string;
  /** Lets the node write a line with this word in it. */
  say(word: string): Promise<void>;
};

const WAIT = { timeout: 20_000, interval: 100 };

/** What every adapter of container stats and container logs guarantees. */
export function containersContract(make: () => Promise<ContainersHarness>): void {
  describe("containers", () => {
    let harness: ContainersHarness;
    let containers: ContainersHarness["containers"];
    const find = async (serviceName: string): Promise<WatchedContainer> => {
      const listed = await containers.listContainers();
      const found = listed.find((one) => one.serviceName === serviceName && one.isRunning);
      if (!found) throw new Error(`${serviceName} does not run`);
      return found;
    };
    beforeAll(async () => {
      harness = await make();
      containers = harness.containers;
    });

    it("lists nodes and gateways with their database", async () => {
      const { databaseId } = harness;
      expect(await find(harness.nodeService)).toMatchObject({ databaseId, role: "node" });
      expect((await find(harness.nodeService)).hostId).not.toBe("");
      expect(await find(harness.gatewayService)).toMatchObject({ databaseId, role: "gateway" });
      const ofOne = await containers.listContainers(databaseId);
      expect(ofOne.length).toBeGreaterThanOrEqual(2);
      expect(new Set(ofOne.map((one) => one.databaseId))).toEqual(new Set([databaseId]));
      expect(await containers.listContainers("no-such-database")).toEqual([]);
    });

    it("reads what a container uses", async () => {
      const container = await find(harness.nodeService);
      const first = await containers.readContainer(container);
      expect(first.usedBytes).toBeGreaterThan(1_000_000);
      expect(first.limitBytes).toBeGreaterThan(first.usedBytes);
      expect(first.cacheBytes).toBeGreaterThanOrEqual(0);
      expect(first.swapBytes).toBeGreaterThanOrEqual(0);
      expect(first.swapLimitBytes).toBeGreaterThan(0);
      const second = await containers.readContainer(container);
      expect(second.atMs).toBeGreaterThanOrEqual(first.atMs);
      expect(second.cpuNanoseconds).toBeGreaterThanOrEqual(first.cpuNanoseconds);
    });

    it("counts the clients of a gateway", async () => {
      const container = await find(harness.gatewayService);
      expect(await containers.countConnections(container)).toBe(0);
    });

    it("measures a volume; one that is not there is unknown", async () => {
      const { hostId } = await find(harness.nodeService);
      const name = harness.volumeName;
      expect(await containers.measureVolume({ hostId, name })).toBeGreaterThan(4_000);
      expect(await containers.measureVolume({ hostId, name: `${name}-none` })).toBeNull();
    });

    it("a container that is gone is told as such, and has no connections", async () => {
      const missing = { ...(await find(harness.nodeService)), containerId: "0".repeat(64) };
      await expect(containers.readContainer(missing)).rejects.toMatchObject({ code: "not_found" });
      await expect(containers.readLogs(missing, { linesMax: 1 })).rejects.toMatchObject({
        code: "not_found",
      });
      expect(await containers.countConnections(missing)).toBeNull();
    });

    it("reads the last lines, and those after a moment", async () => {
      const container = await find(harness.nodeService);
      await harness.say("first-word");
      await harness.say("second-word");
      const lines = await vi.waitFor(async () => {
        const read = await containers.readLogs(container, { linesMax: 1_000 });
        expect(read.at(-1)?.text).toContain("second-word");
        return read;
      }, WAIT);
      expect(lines.at(-1)?.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
      expect(await containers.readLogs(container, { linesMax: 1 })).toEqual(lines.slice(-1));
      const first = lines.findIndex(({ text }) => text.includes("first-word"));
      const since = lines[first]?.at ?? "";
      expect(await containers.readLogs(container, { since, linesMax: 1_000 })).toEqual(
        lines.slice(first + 1),
      );
    });

    it("follows what is written from now on, until it is told to stop", async () => {
      const container = await find(harness.nodeService);
      const stop = new AbortController();
      const heard: LogLine[] = [];
      const ended = (async () => {
        for await (const line of containers.followLogs(container, stop.signal)) heard.push(line);
      })();
      let count = 0;
      await vi.waitFor(async () => {
        count += 1;
        await harness.say(`live-word-${count}`);
        expect(heard.length).toBeGreaterThan(0);
      }, WAIT);
      expect(heard[0]?.text).toContain("live-word");
      stop.abort();
      await ended;
    });
  });
}
