import { describe, expect, it, vi } from "vitest";
import { DEMO_IMAGE } from "../core/databases/images";
import { buildsOf } from "../core/engines/builds";
import { DEFAULT_CATALOG } from "../core/engines/catalog/default";
import { MIB } from "../core/units";
import type { ServiceSpec } from "./docker-engine";
import {
  type DockerEngineHarness,
  engineAtTest,
  OWNER,
  STOP_MS,
  WAIT,
} from "./docker-engine-harness.contract";
import { othersContract } from "./docker-engine-others.contract";
import { runsContract } from "./docker-engine-runs.contract";
import { volumesContract } from "./docker-engine-volumes.contract";

/** What every adapter of the port guarantees. */
export function dockerEngineContract(make: () => Promise<DockerEngineHarness>): void {
  const at = engineAtTest(make);

  describe("the engine", () => {
    it("tells its version and at least one host that is ready and can be asked", async () => {
      expect(await at.engine.ping()).toMatch(/\S/);
      const hosts = await at.engine.listHosts();
      const host = hosts.find(({ isReady, isReachable }) => isReady && isReachable);
      expect(host?.cpus).toBeGreaterThan(0);
      expect(host?.memoryBytes).toBeGreaterThan(256 * MIB);
    });

    it("knows which images are there", async () => {
      expect(await at.engine.hasImage(DEMO_IMAGE)).toBe(true);
      expect(await at.engine.hasImage("berth-none:1")).toBe(false);
    });

    it("tells the builds of each release", async () => {
      const builds = await at.engine.listBuilds();
      for (const { engine, version } of DEFAULT_CATALOG.filter(({ isOnDemand }) => !isOnDemand))
        expect(buildsOf(builds, engine, version)).not.toEqual([]);
      for (const { image } of builds) expect(await at.engine.hasImage(image)).toBe(true);
    });
  });

  describe("networks and secrets", () => {
    it.each([true, false])(
      "a network (attachable: %s) is made once and removed once, however often asked",
      async (isAttachable) => {
        const spec = { name: at.named("net"), owner: OWNER, isAttachable };
        await Promise.all([at.engine.applyNetwork(spec), at.engine.applyNetwork(spec)]);
        await at.engine.applyNetwork(spec);
        expect(await at.resource("net")).toEqual([
          { type: "network", name: spec.name, hostId: null, owner: OWNER },
        ]);
        await at.engine.removeNetwork(spec.name);
        await at.engine.removeNetwork(spec.name);
        expect(await at.resource("net")).toEqual([]);
      },
    );

    it("a secret is made once and removed once, however often asked", async () => {
      const owner = { appId: "app-1", databaseId: "db-1" };
      const spec = { name: at.named("secret"), owner, content: "s3cret" };
      await Promise.all([at.engine.applySecret(spec), at.engine.applySecret(spec)]);
      expect(await at.resource("secret")).toEqual([{ type: "secret", name: spec.name, hostId: null, owner }]);
      await at.engine.removeSecret(spec.name);
      await at.engine.removeSecret(spec.name);
      expect(await at.resource("secret")).toEqual([]);
    });

    it("neither goes while a service uses it, and both go at once after it is removed", async () => {
      const network = at.named("used-net");
      const secret = at.named("used-secret");
      await at.engine.applyNetwork({ name: network, owner: OWNER, isAttachable: false });
      await at.engine.applySecret({ name: secret, owner: OWNER, content: "s3cret" });
      const secrets = [{ secretName: secret, fileName: "word", uid: 1_000, mode: 0o400 }];
      await at.engine.applyService(
        at.service("user", { networks: [{ name: network, aliases: ["me"] }], secrets }),
      );
      await at.running("user", 1);
      const inUse = expect.objectContaining({ code: "conflict", reason: "engine_in_use" });
      await expect(at.engine.removeNetwork(network)).rejects.toEqual(inUse);
      await expect(at.engine.removeSecret(secret)).rejects.toEqual(inUse);
      await at.engine.removeService(at.named("user"), STOP_MS);
      await at.engine.removeNetwork(network);
      await at.engine.removeSecret(secret);
      expect([...(await at.resource("used-net")), ...(await at.resource("used-secret"))]).toEqual([]);
    });
  });

  // Each has a service of its own, and waits for the engine most of the time.
  describe.concurrent("services", () => {
    it("runs with its label, owner, image and revision, and is left alone when asked for again", async () => {
      await Promise.all([
        at.engine.applyService(at.service("once")),
        at.engine.applyService(at.service("once")),
      ]);
      const task = await at.running("once", 1);
      expect(task).toMatchObject({
        serviceName: at.named("once"),
        image: DEMO_IMAGE,
        error: null,
        revision: 1,
      });
      expect((await at.engine.listHosts()).map(({ id }) => id)).toContain(task.hostId);
      await at.engine.applyService(at.service("once"));
      expect((await at.running("once", 1)).containerId).toBe(task.containerId);
      expect(await at.resource("once")).toEqual([
        { type: "service", name: at.named("once"), hostId: null, owner: OWNER },
      ]);
    });

    it("a newer revision starts a new container even when nothing else changed; an older one is ignored", async () => {
      await at.engine.applyService(at.service("grow"));
      const first = await at.running("grow", 1);
      await at.engine.applyService(at.service("grow", { revision: 3 }));
      const third = await at.running("grow", 3);
      expect(third.containerId).not.toBe(first.containerId);
      await at.engine.applyService(at.service("grow", { revision: 2, environment: { WORD: "old" } }));
      expect((await at.running("grow", 3)).containerId).toBe(third.containerId);
      expect(await at.harness.environmentOf(at.named("grow"))).toEqual({ WORD: "one" });
    });

    it("a container of an earlier revision is told of until it has ended, also while the next one runs", async () => {
      const deaf = at.service("renewed", {
        command: ["sh", "-c", "trap '' TERM; while :; do sleep 0.1; done"],
        stopGraceMs: 3_000,
        updateOrder: "start-first",
      });
      await at.engine.applyService(deaf);
      await at.running("renewed", 1);
      expect(await at.engine.hasOlderTasks(deaf.name, 1)).toBe(false);
      expect(await at.engine.hasOlderTasks(deaf.name, 2)).toBe(true);
      await at.engine.applyService({ ...deaf, revision: 2 });
      await at.running("renewed", 2);
      await vi.waitFor(async () => expect(await at.engine.hasOlderTasks(deaf.name, 2)).toBe(false), WAIT);
      expect(await at.harness.containersOf(deaf.name)).toBe(1);
      expect(await at.engine.hasOlderTasks(at.named("none"), 2)).toBe(false);
    });

    it("of many revisions asked for at once the newest stands at the end", async () => {
      const revisions = [4, 9, 2, 7, 5, 8, 3, 6];
      await Promise.all(
        revisions.map((revision) =>
          at.engine.applyService(at.service("race", { revision, environment: { WORD: String(revision) } })),
        ),
      );
      await at.running("race", 9);
      expect(await at.harness.environmentOf(at.named("race"))).toEqual({ WORD: "9" });
    });

    it("a changed spec of the same revision is applied", async () => {
      await at.engine.applyService(at.service("change"));
      await at.running("change", 1);
      await at.engine.applyService(at.service("change", { environment: { WORD: "two" } }));
      await at.running("change", 1);
      expect(await at.harness.environmentOf(at.named("change"))).toEqual({ WORD: "two" });
    });

    it("runs in so many containers, each with a name of its own, in one on each host, and in one again", async () => {
      const running = async (spec: ServiceSpec) => {
        const tasks = await at.engine.listTasks(spec.name);
        return tasks.filter(({ state, revision }) => state === "running" && revision === spec.revision);
      };
      const runs = async (changes: Partial<ServiceSpec>, count: number) => {
        const spec = at.service("several", changes);
        await at.engine.applyService(spec);
        await vi.waitFor(async () => expect(await running(spec)).toHaveLength(count), WAIT);
        return running(spec);
      };
      const limited = await runs({ tasks: { count: 3, perHostMax: 2 } }, 2);
      expect(new Set(limited.map(({ name }) => name)).size).toBe(2);
      for (const { id, name } of limited)
        expect(name).toMatch(new RegExp(`^${at.named("several")}[.].+[.]${id}$`));
      await runs({ revision: 2, tasks: "every host" }, (await at.engine.listHosts()).length);
      await runs({ revision: 3 }, 1);
    });

    it("a local image that is missing is refused by name and leaves nothing", async () => {
      await expect(
        at.engine.applyService(at.service("no-image", { image: "berth-none:1" })),
      ).rejects.toMatchObject({
        code: "unavailable",
        reason: "image_missing",
        message: expect.stringContaining("berth-none:1"),
      });
      expect(await at.resource("no-image")).toEqual([]);
    });

    it("a person's image that is missing shows as a failed task with the engine's words", async () => {
      const spec = at.service("bad-image", { image: "127.0.0.1:1/none:1", isImageLocal: false });
      await at.engine.applyService(spec);
      await vi.waitFor(async () => {
        const tasks = await at.engine.listTasks(spec.name);
        expect(tasks.find(({ state }) => state === "failed")?.error).toMatch(/image/i);
      }, WAIT);
    });

    it("a task that no host has room for waits and says so", async () => {
      const tooMuch = Math.max(...(await at.engine.listHosts()).map(({ memoryBytes }) => memoryBytes)) + MIB;
      const limits = { memoryReservationBytes: tooMuch, memoryLimitBytes: tooMuch };
      await at.engine.applyService(at.service("too-big", limits));
      await vi.waitFor(async () => {
        const [task] = await at.engine.listTasks(at.named("too-big"));
        expect(task).toMatchObject({ state: "starting", containerId: null });
        expect(task?.error).toMatch(/insufficient resources/);
      }, WAIT);
    });

    it("a network that is missing is refused by name", async () => {
      const networks = [{ name: at.named("nowhere"), aliases: [] }];
      await expect(at.engine.applyService(at.service("no-network", { networks }))).rejects.toMatchObject({
        code: "not_found",
        message: expect.stringContaining(at.named("nowhere")),
      });
      expect(await at.resource("no-network")).toEqual([]);
    });

    it("a secret that is missing is refused by name", async () => {
      const secrets = [{ secretName: at.named("nowhere"), fileName: "word", uid: 0, mode: 0o400 }];
      await expect(at.engine.applyService(at.service("no-secret", { secrets }))).rejects.toMatchObject({
        code: "not_found",
        reason: "secret_missing",
      });
    });

    it("has more cores while they are lent, never more than its host, and nothing restarts", async () => {
      const name = at.named("lender");
      await at.engine.applyService(at.service("lender", { cpus: 0.25 }));
      const { containerId, hostId } = await at.running("lender", 1);
      const host = (await at.engine.listHosts()).find(({ id }) => id === hostId);
      const lend = (extraCpus: number) =>
        at.engine.lendCpus({ hostId: hostId ?? "", serviceName: name, extraCpus });
      for (const [extraCpus, cpus] of [
        [0.5, 0.75],
        [0.5, 0.75],
        [1_000, host?.cpus],
        [0, 0.25],
        [0, 0.25],
      ] as const) {
        await lend(extraCpus);
        expect(await at.harness.cpusOf(name)).toBe(cpus);
      }
      expect((await at.running("lender", 1)).containerId).toBe(containerId);
      await lend(0.5);
      await at.engine.applyService(at.service("lender", { cpus: 0.25, revision: 2 }));
      await at.running("lender", 2);
      expect(await at.harness.cpusOf(name)).toBe(0.25);
    });

    it("nothing is lent to what has no limit, does not run, or is somebody else's; another host's is told as such", async () => {
      await at.engine.applyService(at.service("unlimited"));
      const { hostId } = await at.running("unlimited", 1);
      const loan = { hostId: hostId ?? "", serviceName: at.named("unlimited"), extraCpus: 1 };
      await at.engine.lendCpus(loan);
      expect(await at.harness.cpusOf(at.named("unlimited"))).toBeNull();
      await at.engine.lendCpus({ ...loan, serviceName: at.named("never") });
      await expect(at.harness.other.lendCpus(loan)).rejects.toMatchObject({ reason: "name_taken" });
      await expect(at.engine.lendCpus({ ...loan, hostId: "nowhere" })).rejects.toMatchObject({
        code: "unavailable",
        reason: "host_unreachable",
      });
    });

    it("a service that never was has no tasks", async () => {
      expect(await at.engine.listTasks(at.named("never"))).toEqual([]);
      await at.engine.removeService(at.named("never"), STOP_MS);
    });
  });
  volumesContract(at);
  runsContract(at);
  othersContract(at);
}
