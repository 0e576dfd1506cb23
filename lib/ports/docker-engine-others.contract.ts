import { describe, expect, it, vi } from "vitest";
import { DEMO_IMAGE } from "../core/databases/images";
import { MIB } from "../core/units";
import type { DockerEngine, LocalContainerSpec } from "./docker-engine";
import { type EngineAtTest, INSTANCE_OWNER, OWNER, STOP_MS, WAIT } from "./docker-engine-harness.contract";

/** The link, services of others, and two instances on one engine. */
export function othersContract(at: EngineAtTest): void {
  describe("the local container", () => {
    const link = (fingerprint: string): LocalContainerSpec => ({
      name: at.named("local"),
      image: DEMO_IMAGE,
      network: at.control,
      files: [{ path: "/berth/word", content: "s3cret", uid: 1_000, mode: 0o400 }],
      command: ["sh", "-c", "cat /berth/word >/dev/null && exec /demo/start"],
      user: "1000:1000",
      publishedPort: at.harness.freePort,
      targetPort: 8_080,
      memoryLimitBytes: 64 * MIB,
      fingerprint,
    });

    it("is made, changed and removed, each as often as one likes", async () => {
      for (const fingerprint of ["a", "a", "b"]) {
        await at.engine.applyLocalContainer(link(fingerprint));
        expect(await at.resource("local")).toMatchObject([{ type: "container", owner: INSTANCE_OWNER }]);
      }
      await at.engine.removeLocalContainer(at.named("local"));
      await at.engine.removeLocalContainer(at.named("local"));
      expect(await at.resource("local")).toEqual([]);
    });

    it("is gone for each of several who remove it at the same time", async () => {
      await at.engine.applyLocalContainer(link("a"));
      const removals = Array.from({ length: 4 }, () => at.engine.removeLocalContainer(at.named("local")));
      for (const removal of removals) {
        await removal;
        expect(await at.resource("local")).toEqual([]);
      }
    });
  });

  describe("services of somebody else", () => {
    it("one is listed, linked, changed and released as it was before", async () => {
      const name = `foreign-${at.harness.instance}`;
      await at.harness.addForeignService(name, { OWN: "1", REDIS_URL: "mine" });
      const listed = async (asker: DockerEngine) =>
        (await asker.listForeignServices()).find((candidate) => candidate.name === name);
      expect(await listed(at.engine)).toEqual({ name, image: DEMO_IMAGE, isLinked: false });
      expect(await at.engine.listTasks(name)).toEqual([]);

      const link = { name, owner: OWNER, revision: 2, networkName: at.control };
      const wanted = { ...link, environment: { REDIS_URL: "berth", EXTRA: "x" } };
      expect(await at.engine.applyLinkedService(wanted)).toBe(true);
      expect(await at.engine.applyLinkedService(wanted)).toBe(false);
      expect(await at.harness.environmentOf(name)).toEqual({ OWN: "1", REDIS_URL: "berth", EXTRA: "x" });
      expect(await listed(at.engine)).toMatchObject({ isLinked: true });
      await vi.waitFor(async () => {
        expect(await at.engine.listTasks(name)).toContainEqual(
          expect.objectContaining({ state: "running", revision: 2 }),
        );
      }, WAIT);

      await at.engine.applyLinkedService({ ...link, revision: 1, environment: { REDIS_URL: "older" } });
      expect(await at.harness.environmentOf(name)).toEqual({ OWN: "1", REDIS_URL: "berth", EXTRA: "x" });
      await at.engine.applyLinkedService({ ...link, revision: 3, environment: { REDIS_URL: "newer" } });
      expect(await at.harness.environmentOf(name)).toEqual({ OWN: "1", REDIS_URL: "newer" });

      expect(await at.engine.listResources()).not.toContainEqual(expect.objectContaining({ name }));
      await expect(at.harness.other.applyLinkedService({ ...link, environment: {} })).rejects.toMatchObject({
        reason: "linked_elsewhere",
      });
      await at.harness.other.releaseLinkedService(name);
      await at.engine.releaseLinkedService(name);
      await at.engine.releaseLinkedService(name);
      expect(await at.harness.environmentOf(name)).toEqual({ OWN: "1", REDIS_URL: "mine" });
      expect(await listed(at.engine)).toMatchObject({ isLinked: false });
    });

    it("one that is gone is told as such, and releasing it is done", async () => {
      const name = `gone-${at.harness.instance}`;
      const link = { name, owner: OWNER, revision: 1, environment: {}, networkName: at.control };
      await expect(at.engine.applyLinkedService(link)).rejects.toMatchObject({ code: "not_found" });
      await at.engine.releaseLinkedService(name);
    });
  });

  describe("two instances on one engine", () => {
    it("neither lists nor changes what the other made", async () => {
      const { other } = at.harness;
      await at.engine.applySecret({ name: at.named("mine"), owner: OWNER, content: "s3cret" });
      await at.engine.applyService(
        at.service("mine", { volumes: [{ name: at.named("mine"), path: "/data" }] }),
      );
      const { hostId } = await at.running("mine", 1);
      expect(await other.listResources()).toEqual([]);
      expect(await other.listTasks(at.named("mine"))).toEqual([]);
      expect((await other.listForeignServices()).map(({ name }) => name)).not.toContain(at.named("mine"));

      const taken = { reason: "name_taken" };
      await expect(other.applyService(at.service("mine", { revision: 9 }))).rejects.toMatchObject(taken);
      await expect(other.setStartValues(at.named("mine"), { WORD: "x" })).rejects.toMatchObject(taken);
      await expect(other.removeService(at.named("mine"), STOP_MS)).rejects.toMatchObject(taken);
      await expect(other.removeNetwork(at.control)).rejects.toMatchObject(taken);
      await other.removeSecret(at.named("mine"));
      await other.removeVolume(hostId ?? "", at.named("mine"));
      await at.running("mine", 1);
      expect((await at.resource("mine")).map(({ type }) => type).sort()).toEqual([
        "secret",
        "service",
        "volume",
      ]);
    });

    it("each counts the other's reservations as taken", async () => {
      await at.engine.applyService(at.service("reserve", { memoryReservationBytes: 48 * MIB }));
      await at.running("reserve", 1);
      const sum = (hosts: { reservedByOthersBytes: number }[]) =>
        hosts.reduce((total, host) => total + host.reservedByOthersBytes, 0);
      await vi.waitFor(async () => {
        const seenByOther = sum(await at.harness.other.listHosts());
        expect(seenByOther).toBeGreaterThanOrEqual(48 * MIB);
        expect(sum(await at.engine.listHosts())).toBeLessThanOrEqual(seenByOther - 48 * MIB);
      }, WAIT);
    });
  });
}
