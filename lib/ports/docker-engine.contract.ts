import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { DEMO_IMAGE } from "../core/databases/images";
import { MIB } from "../core/units";
import type { DockerEngine, LocalContainerSpec, ServiceSpec, Task } from "./docker-engine";

/** Two instances on one engine, and what only the engine's owner can do or see. */
export type DockerEngineHarness = {
  instance: string;
  engine: DockerEngine;
  other: DockerEngine;
  addForeignService(name: string, environment: Record<string, string>): Promise<void>;
  environmentOf(serviceName: string): Promise<Readonly<Record<string, string>>>;
  /** Cores that the running container of a service may use; null without a limit. */
  cpusOf(serviceName: string): Promise<number | null>;
  /** How many containers of the service run. */
  containersOf(serviceName: string): Promise<number>;
  /** A port of 127.0.0.1 that nobody uses. */
  freePort: number;
  /** Takes away everything that either instance and `addForeignService` made. */
  cleanUp(): Promise<void>;
};

const OWNER = { appId: "app-1", databaseId: null };
const INSTANCE_OWNER = { appId: null, databaseId: null };
const STOP_MS = 20_000;
const WAIT = { timeout: 20_000, interval: 100 };

/** What every adapter of the port guarantees. */
export function dockerEngineContract(make: () => Promise<DockerEngineHarness>): void {
  let harness: DockerEngineHarness;
  let engine: DockerEngine;
  let control: string;
  const named = (name: string) => `${harness.instance}-${name}`;

  const service = (name: string, changes: Partial<ServiceSpec> = {}): ServiceSpec => ({
    name: named(name),
    owner: OWNER,
    role: "app",
    revision: 1,
    image: DEMO_IMAGE,
    isImageLocal: true,
    command: [],
    args: [],
    environment: { WORD: "one" },
    startValues: {},
    user: null,
    secrets: [],
    volumes: [],
    networks: [{ name: control, aliases: [] }],
    ports: [],
    hostId: null,
    replicas: 1,
    memoryLimitBytes: 64 * MIB,
    memoryReservationBytes: 16 * MIB,
    cpus: null,
    openFilesMax: 1_024,
    stopGraceMs: 1_000,
    updateOrder: "stop-first",
    ...changes,
  });

  const running = (name: string, revision: number): Promise<Task> =>
    vi.waitFor(async () => {
      const tasks = await engine.listTasks(named(name));
      const task = tasks.find(
        (candidate) => candidate.state === "running" && candidate.revision === revision,
      );
      if (!task || tasks.filter(({ state }) => state === "running").length > 1) {
        throw new Error(`not running yet: ${JSON.stringify(tasks)}`);
      }
      return task;
    }, WAIT);

  const resource = async (name: string) =>
    (await engine.listResources()).filter((candidate) => candidate.name === named(name));

  beforeAll(async () => {
    harness = await make();
    engine = harness.engine;
    control = harness.instance;
    await engine.applyNetwork({ name: control, owner: INSTANCE_OWNER, isAttachable: true });
  });
  afterAll(() => harness.cleanUp());

  describe("the engine", () => {
    it("tells its version and at least one host that is ready and can be asked", async () => {
      expect(await engine.ping()).toMatch(/\S/);
      const hosts = await engine.listHosts();
      const host = hosts.find(({ isReady, isReachable }) => isReady && isReachable);
      expect(host?.cpus).toBeGreaterThan(0);
      expect(host?.memoryBytes).toBeGreaterThan(256 * MIB);
    });

    it("knows which images are there", async () => {
      expect(await engine.hasImage(DEMO_IMAGE)).toBe(true);
      expect(await engine.hasImage("berth-none:1")).toBe(false);
    });
  });

  describe("networks and secrets", () => {
    it.each([true, false])(
      "a network (attachable: %s) is made once and removed once, however often asked",
      async (isAttachable) => {
        const spec = { name: named("net"), owner: OWNER, isAttachable };
        await Promise.all([engine.applyNetwork(spec), engine.applyNetwork(spec)]);
        await engine.applyNetwork(spec);
        expect(await resource("net")).toEqual([
          { type: "network", name: spec.name, hostId: null, owner: OWNER },
        ]);
        await engine.removeNetwork(spec.name);
        await engine.removeNetwork(spec.name);
        expect(await resource("net")).toEqual([]);
      },
    );

    it("a secret is made once and removed once, however often asked", async () => {
      const owner = { appId: "app-1", databaseId: "db-1" };
      const spec = { name: named("secret"), owner, content: "s3cret" };
      await Promise.all([engine.applySecret(spec), engine.applySecret(spec)]);
      expect(await resource("secret")).toEqual([{ type: "secret", name: spec.name, hostId: null, owner }]);
      await engine.removeSecret(spec.name);
      await engine.removeSecret(spec.name);
      expect(await resource("secret")).toEqual([]);
    });

    it("neither goes while a service uses it, and both go at once after it is removed", async () => {
      const network = named("used-net");
      const secret = named("used-secret");
      await engine.applyNetwork({ name: network, owner: OWNER, isAttachable: false });
      await engine.applySecret({ name: secret, owner: OWNER, content: "s3cret" });
      const secrets = [{ secretName: secret, fileName: "word", uid: 1_000, mode: 0o400 }];
      await engine.applyService(service("user", { networks: [{ name: network, aliases: ["me"] }], secrets }));
      await running("user", 1);
      const inUse = expect.objectContaining({ code: "conflict", reason: "engine_in_use" });
      await expect(engine.removeNetwork(network)).rejects.toEqual(inUse);
      await expect(engine.removeSecret(secret)).rejects.toEqual(inUse);
      await engine.removeService(named("user"), STOP_MS);
      await engine.removeNetwork(network);
      await engine.removeSecret(secret);
      expect([...(await resource("used-net")), ...(await resource("used-secret"))]).toEqual([]);
    });
  });

  describe("services", () => {
    it("runs with its label, owner, image and revision, and is left alone when asked for again", async () => {
      await Promise.all([engine.applyService(service("once")), engine.applyService(service("once"))]);
      const task = await running("once", 1);
      expect(task).toMatchObject({ serviceName: named("once"), image: DEMO_IMAGE, error: null, revision: 1 });
      expect((await engine.listHosts()).map(({ id }) => id)).toContain(task.hostId);
      await engine.applyService(service("once"));
      expect((await running("once", 1)).containerId).toBe(task.containerId);
      expect(await resource("once")).toEqual([
        { type: "service", name: named("once"), hostId: null, owner: OWNER },
      ]);
    });

    it("a newer revision starts a new container even when nothing else changed; an older one is ignored", async () => {
      await engine.applyService(service("grow"));
      const first = await running("grow", 1);
      await engine.applyService(service("grow", { revision: 3 }));
      const third = await running("grow", 3);
      expect(third.containerId).not.toBe(first.containerId);
      await engine.applyService(service("grow", { revision: 2, environment: { WORD: "old" } }));
      expect((await running("grow", 3)).containerId).toBe(third.containerId);
      expect(await harness.environmentOf(named("grow"))).toEqual({ WORD: "one" });
    });

    it("a container of an earlier revision is told of until it has ended, also while the next one runs", async () => {
      const deaf = service("renewed", {
        command: ["sh", "-c", "trap '' TERM; while :; do sleep 0.1; done"],
        stopGraceMs: 3_000,
        updateOrder: "start-first",
      });
      await engine.applyService(deaf);
      await running("renewed", 1);
      expect(await engine.hasOlderTasks(deaf.name, 1)).toBe(false);
      expect(await engine.hasOlderTasks(deaf.name, 2)).toBe(true);
      await engine.applyService({ ...deaf, revision: 2 });
      await running("renewed", 2);
      await vi.waitFor(async () => expect(await engine.hasOlderTasks(deaf.name, 2)).toBe(false), WAIT);
      expect(await harness.containersOf(deaf.name)).toBe(1);
      expect(await engine.hasOlderTasks(named("none"), 2)).toBe(false);
    });

    it("of many revisions asked for at once the newest stands at the end", async () => {
      const revisions = [4, 9, 2, 7, 5, 8, 3, 6];
      await Promise.all(
        revisions.map((revision) =>
          engine.applyService(service("race", { revision, environment: { WORD: String(revision) } })),
        ),
      );
      await running("race", 9);
      expect(await harness.environmentOf(named("race"))).toEqual({ WORD: "9" });
    });

    it("a changed spec of the same revision is applied", async () => {
      await engine.applyService(service("change"));
      await running("change", 1);
      await engine.applyService(service("change", { environment: { WORD: "two" } }));
      await running("change", 1);
      expect(await harness.environmentOf(named("change"))).toEqual({ WORD: "two" });
    });

    it("scales to nothing and back", async () => {
      await engine.applyService(service("scale"));
      await running("scale", 1);
      await engine.scaleService(named("scale"), 0);
      await vi.waitFor(async () => expect(await engine.listTasks(named("scale"))).toEqual([]), WAIT);
      await engine.scaleService(named("scale"), 1);
      await running("scale", 1);
    });

    it("a local image that is missing is refused by name and leaves nothing", async () => {
      await expect(engine.applyService(service("no-image", { image: "berth-none:1" }))).rejects.toMatchObject(
        {
          code: "unavailable",
          reason: "image_missing",
          message: expect.stringContaining("berth-none:1"),
        },
      );
      expect(await resource("no-image")).toEqual([]);
    });

    it("a person's image that is missing shows as a failed task with the engine's words", async () => {
      const spec = service("bad-image", { image: "127.0.0.1:1/none:1", isImageLocal: false });
      await engine.applyService(spec);
      await vi.waitFor(async () => {
        const tasks = await engine.listTasks(spec.name);
        expect(tasks.find(({ state }) => state === "failed")?.error).toMatch(/image/i);
      }, WAIT);
    });

    it("a task that no host has room for waits and says so", async () => {
      const tooMuch = Math.max(...(await engine.listHosts()).map(({ memoryBytes }) => memoryBytes)) + MIB;
      const limits = { memoryReservationBytes: tooMuch, memoryLimitBytes: tooMuch };
      await engine.applyService(service("too-big", limits));
      await vi.waitFor(async () => {
        const [task] = await engine.listTasks(named("too-big"));
        expect(task).toMatchObject({ state: "starting", containerId: null });
        expect(task?.error).toMatch(/insufficient resources/);
      }, WAIT);
    });

    it("a network that is missing is refused by name", async () => {
      const networks = [{ name: named("nowhere"), aliases: [] }];
      await expect(engine.applyService(service("no-network", { networks }))).rejects.toMatchObject({
        code: "not_found",
        message: expect.stringContaining(named("nowhere")),
      });
      expect(await resource("no-network")).toEqual([]);
    });

    it("a secret that is missing is refused by name", async () => {
      const secrets = [{ secretName: named("nowhere"), fileName: "word", uid: 0, mode: 0o400 }];
      await expect(engine.applyService(service("no-secret", { secrets }))).rejects.toMatchObject({
        code: "not_found",
        reason: "secret_missing",
      });
    });

    it("has more cores while they are lent, never more than its host, and nothing restarts", async () => {
      const name = named("lender");
      await engine.applyService(service("lender", { cpus: 0.25 }));
      const { containerId, hostId } = await running("lender", 1);
      const host = (await engine.listHosts()).find(({ id }) => id === hostId);
      const lend = (extraCpus: number) =>
        engine.lendCpus({ hostId: hostId ?? "", serviceName: name, extraCpus });
      for (const [extraCpus, cpus] of [
        [0.5, 0.75],
        [0.5, 0.75],
        [1_000, host?.cpus],
        [0, 0.25],
        [0, 0.25],
      ] as const) {
        await lend(extraCpus);
        expect(await harness.cpusOf(name)).toBe(cpus);
      }
      expect((await running("lender", 1)).containerId).toBe(containerId);
      await lend(0.5);
      await engine.applyService(service("lender", { cpus: 0.25, revision: 2 }));
      await running("lender", 2);
      expect(await harness.cpusOf(name)).toBe(0.25);
    });

    it("nothing is lent to what has no limit, does not run, or is somebody else's; another host's is told as such", async () => {
      await engine.applyService(service("unlimited"));
      const { hostId } = await running("unlimited", 1);
      const loan = { hostId: hostId ?? "", serviceName: named("unlimited"), extraCpus: 1 };
      await engine.lendCpus(loan);
      expect(await harness.cpusOf(named("unlimited"))).toBeNull();
      await engine.lendCpus({ ...loan, serviceName: named("never") });
      await expect(harness.other.lendCpus(loan)).rejects.toMatchObject({ reason: "name_taken" });
      await expect(engine.lendCpus({ ...loan, hostId: "nowhere" })).rejects.toMatchObject({
        code: "unavailable",
        reason: "host_unreachable",
      });
    });

    it("its volume stays when it is removed, and goes when asked, each as often as one likes", async () => {
      const volumes = [{ name: named("kept"), path: "/data" }];
      const [host] = await engine.listHosts();
      const hostId = host?.id ?? "";
      const owner = { appId: "app-1", databaseId: "db-2" };
      await engine.applyService(service("keeper", { owner, volumes, hostId }));
      await running("keeper", 1);
      await engine.removeService(named("keeper"), STOP_MS);
      await engine.removeService(named("keeper"), STOP_MS);
      expect(await engine.listTasks(named("keeper"))).toEqual([]);
      expect(await resource("kept")).toEqual([{ type: "volume", name: named("kept"), hostId, owner }]);
      await engine.removeVolume(hostId, named("kept"));
      await engine.removeVolume(hostId, named("kept"));
      expect(await resource("kept")).toEqual([]);
    });

    describe("that keep data", () => {
      /** As a node does: the first start makes the file, and no other begins without it. */
      const START =
        '[ -f /data/redis.conf ] || { [ "$BERTH_FIRST_START" = yes ] && touch /data/redis.conf; } || exit 66; exec sleep 3600';
      const keeper = async (name: string, isFirstStart: boolean) => {
        const [host] = await engine.listHosts();
        const hostId = host?.id ?? "";
        const volumes = [{ name: named(name), path: "/data" }];
        const command = ["sh", "-c", START];
        const spec = service(name, { volumes, hostId, command, isFirstStart });
        const look = { hostId, name: named(name), anyOf: ["other", "redis.conf"], image: DEMO_IMAGE };
        const starts = async () => {
          await engine.scaleService(spec.name, 0);
          await vi.waitFor(async () => expect(await engine.listTasks(spec.name)).toEqual([]), WAIT);
          return { again: () => engine.scaleService(spec.name, 1) };
        };
        return { spec, look, starts };
      };
      const endedWithoutData = (name: string) =>
        vi.waitFor(async () => {
          const tasks = await engine.listTasks(named(name));
          expect(tasks.find(({ state }) => state === "failed")).toMatchObject({ exitCode: 66 });
          expect(tasks.map(({ state }) => state)).not.toContain("running");
        }, WAIT);

      it("begin with an empty volume at the first start only; its end restarts nothing", async () => {
        const { spec, look, starts } = await keeper("data", true);
        expect(await engine.hasVolume(look)).toBe(false);
        await engine.applyService(spec);
        const { containerId, exitCode } = await running("data", 1);
        expect(exitCode).toBeNull();
        await vi.waitFor(async () => expect(await engine.hasVolume(look)).toBe(true), WAIT);
        expect(await engine.hasVolume({ ...look, anyOf: ["other"] })).toBe(false);
        await engine.endFirstStart(spec.name);
        await engine.endFirstStart(spec.name);
        expect((await running("data", 1)).containerId).toBe(containerId);
        await (await starts()).again();
        await running("data", 1);
        const stopped = await starts();
        await engine.removeVolume(look.hostId, look.name);
        expect(await engine.hasVolume(look)).toBe(false);
        await stopped.again();
        await endedWithoutData("data");
        // The engine has made an empty one.
        expect(await resource("data")).toContainEqual(expect.objectContaining({ type: "volume" }));
        expect(await engine.hasVolume(look)).toBe(false);
        await engine.removeService(spec.name, STOP_MS);
        await engine.removeVolume(look.hostId, look.name);
      });

      it("never begin with an empty volume when it is no first start", async () => {
        const { spec } = await keeper("gone", false);
        await engine.applyService(spec);
        await endedWithoutData("gone");
        await engine.removeService(spec.name, STOP_MS);
      });

      it("are left alone by another spec of the same revision, and never start for the first time again", async () => {
        const { spec, look, starts } = await keeper("same", true);
        await engine.applyService(spec);
        const { containerId } = await running("same", 1);
        await engine.endFirstStart(spec.name);
        await engine.applyService({ ...spec, environment: { WORD: "two" } });
        expect((await running("same", 1)).containerId).toBe(containerId);
        expect(await harness.environmentOf(spec.name)).toMatchObject({ WORD: "one" });
        await starts();
        await engine.removeVolume(look.hostId, look.name);
        await engine.applyService({ ...spec, revision: 2 });
        await endedWithoutData("same");
        await engine.removeService(spec.name, STOP_MS);
      });

      it("of a host that cannot be asked nothing is said", async () => {
        const { look } = await keeper("data", true);
        await expect(engine.hasVolume({ ...look, hostId: "elsewhere" })).rejects.toMatchObject({
          code: "unavailable",
        });
        await engine.endFirstStart(named("never"));
      });
    });

    it("a copy of a volume has its files but for those left out, also when it is made again", async () => {
      const [host] = await engine.listHosts();
      const hostId = host?.id ?? "";
      const owner = { appId: "app-1", databaseId: "db-2" };
      const volumes = [{ name: named("origin"), path: "/data" }];
      const command = ["sh", "-c", "echo 1 > /data/kept; echo 2 > /data/left; exec sleep 3600"];
      await engine.applyService(service("writer", { owner, volumes, hostId, command }));
      await running("writer", 1);
      await engine.removeService(named("writer"), STOP_MS);
      const { image } = service("writer", {});
      const copy = {
        hostId,
        owner,
        from: named("origin"),
        to: named("copy"),
        except: ["left"],
        mark: "done",
        image,
      };
      await engine.copyVolume(copy, STOP_MS);
      await engine.copyVolume(copy, STOP_MS);
      expect(await resource("copy")).toEqual([{ type: "volume", name: named("copy"), hostId, owner }]);
      expect(await resource("copy-copy")).toEqual([]);
      // It ends at once, and fails, unless both are as they should be.
      const check = [
        "sh",
        "-c",
        "[ -f /data/kept ] && [ -f /data/done ] && [ ! -e /data/left ] && exec sleep 3600",
      ];
      const copied = [{ name: named("copy"), path: "/data" }];
      await engine.applyService(service("reader", { owner, volumes: copied, hostId, command: check }));
      await running("reader", 1);
      await engine.removeService(named("reader"), STOP_MS);
      for (const name of ["origin", "copy"]) await engine.removeVolume(hostId, named(name));
    });

    it("a volume that is not there cannot be copied", async () => {
      const [host] = await engine.listHosts();
      const { image } = service("writer", {});
      const owner = { appId: "app-1", databaseId: "db-2" };
      const copy = { owner, from: named("nowhere"), to: named("copy"), except: [], mark: "done", image };
      await expect(engine.copyVolume({ ...copy, hostId: host?.id ?? "" }, STOP_MS)).rejects.toMatchObject({
        code: "not_found",
        reason: "volume_missing",
      });
    });

    it("a service that never was has no tasks", async () => {
      expect(await engine.listTasks(named("never"))).toEqual([]);
      await engine.removeService(named("never"), STOP_MS);
    });
  });

  describe("the local container", () => {
    const link = (fingerprint: string): LocalContainerSpec => ({
      name: named("local"),
      image: DEMO_IMAGE,
      network: control,
      files: [{ path: "/berth/word", content: "s3cret", uid: 1_000, mode: 0o400 }],
      command: ["sh", "-c", "cat /berth/word >/dev/null && exec /demo/start"],
      user: "1000:1000",
      publishedPort: harness.freePort,
      targetPort: 8_080,
      memoryLimitBytes: 64 * MIB,
      fingerprint,
    });

    it("is made, changed and removed, each as often as one likes", async () => {
      for (const fingerprint of ["a", "a", "b"]) {
        await engine.applyLocalContainer(link(fingerprint));
        expect(await resource("local")).toMatchObject([{ type: "container", owner: INSTANCE_OWNER }]);
      }
      await engine.removeLocalContainer(named("local"));
      await engine.removeLocalContainer(named("local"));
      expect(await resource("local")).toEqual([]);
    });
  });

  describe("services of somebody else", () => {
    it("one is listed, linked, changed and released as it was before", async () => {
      const name = `foreign-${harness.instance}`;
      await harness.addForeignService(name, { OWN: "1", REDIS_URL: "mine" });
      const listed = async (asker: DockerEngine) =>
        (await asker.listForeignServices()).find((candidate) => candidate.name === name);
      expect(await listed(engine)).toEqual({ name, image: DEMO_IMAGE, isLinked: false });
      expect(await engine.listTasks(name)).toEqual([]);

      const link = { name, owner: OWNER, revision: 2, networkName: control };
      const wanted = { ...link, environment: { REDIS_URL: "berth", EXTRA: "x" } };
      expect(await engine.applyLinkedService(wanted)).toBe(true);
      expect(await engine.applyLinkedService(wanted)).toBe(false);
      expect(await harness.environmentOf(name)).toEqual({ OWN: "1", REDIS_URL: "berth", EXTRA: "x" });
      expect(await listed(engine)).toMatchObject({ isLinked: true });
      await vi.waitFor(async () => {
        expect(await engine.listTasks(name)).toContainEqual(
          expect.objectContaining({ state: "running", revision: 2 }),
        );
      }, WAIT);

      await engine.applyLinkedService({ ...link, revision: 1, environment: { REDIS_URL: "older" } });
      expect(await harness.environmentOf(name)).toEqual({ OWN: "1", REDIS_URL: "berth", EXTRA: "x" });
      await engine.applyLinkedService({ ...link, revision: 3, environment: { REDIS_URL: "newer" } });
      expect(await harness.environmentOf(name)).toEqual({ OWN: "1", REDIS_URL: "newer" });

      expect(await engine.listResources()).not.toContainEqual(expect.objectContaining({ name }));
      await expect(harness.other.applyLinkedService({ ...link, environment: {} })).rejects.toMatchObject({
        reason: "linked_elsewhere",
      });
      await harness.other.releaseLinkedService(name);
      await engine.releaseLinkedService(name);
      await engine.releaseLinkedService(name);
      expect(await harness.environmentOf(name)).toEqual({ OWN: "1", REDIS_URL: "mine" });
      expect(await listed(engine)).toMatchObject({ isLinked: false });
    });

    it("one that is gone is told as such, and releasing it is done", async () => {
      const name = `gone-${harness.instance}`;
      const link = { name, owner: OWNER, revision: 1, environment: {}, networkName: control };
      await expect(engine.applyLinkedService(link)).rejects.toMatchObject({ code: "not_found" });
      await engine.releaseLinkedService(name);
    });
  });

  describe("two instances on one engine", () => {
    it("neither lists nor changes what the other made", async () => {
      const { other } = harness;
      await engine.applySecret({ name: named("mine"), owner: OWNER, content: "s3cret" });
      await engine.applyService(service("mine", { volumes: [{ name: named("mine"), path: "/data" }] }));
      const { hostId } = await running("mine", 1);
      expect(await other.listResources()).toEqual([]);
      expect(await other.listTasks(named("mine"))).toEqual([]);
      expect((await other.listForeignServices()).map(({ name }) => name)).not.toContain(named("mine"));

      const taken = { reason: "name_taken" };
      await expect(other.applyService(service("mine", { revision: 9 }))).rejects.toMatchObject(taken);
      await expect(other.scaleService(named("mine"), 0)).rejects.toMatchObject(taken);
      await expect(other.removeService(named("mine"), STOP_MS)).rejects.toMatchObject(taken);
      await expect(other.removeNetwork(control)).rejects.toMatchObject(taken);
      await other.removeSecret(named("mine"));
      await other.removeVolume(hostId ?? "", named("mine"));
      await running("mine", 1);
      expect((await resource("mine")).map(({ type }) => type).sort()).toEqual([
        "secret",
        "service",
        "volume",
      ]);
    });

    it("each counts the other's reservations as taken", async () => {
      await engine.applyService(service("reserve", { memoryReservationBytes: 48 * MIB }));
      await running("reserve", 1);
      const sum = (hosts: { reservedByOthersBytes: number }[]) =>
        hosts.reduce((total, host) => total + host.reservedByOthersBytes, 0);
      await vi.waitFor(async () => {
        const seenByOther = sum(await harness.other.listHosts());
        expect(seenByOther).toBeGreaterThanOrEqual(48 * MIB);
        expect(sum(await engine.listHosts())).toBeLessThanOrEqual(seenByOther - 48 * MIB);
      }, WAIT);
    });
  });
}
