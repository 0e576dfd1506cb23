import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { dockerodeEngine } from "../../lib/adapters/docker/dockerode/engine";
import { DOWN_AFTER_MS, INFO_MS, PING_MS, RECONNECT_MS } from "../../lib/core/availability/group";
import { REDIS } from "../../lib/core/engines/redis/engine";
import { VALKEY } from "../../lib/core/engines/valkey/engine";
import { DEFAULT_PLANS } from "../../lib/core/plans/catalog";
import { casesOf, isLong } from "../long";
import { testGroup } from "./group";
import { containerOf, docker, newInstanceId, pidOf, removeEverything, startLink } from "./stack";
import { startWriter } from "./writer";

const run = promisify(execFile);
const plan = DEFAULT_PLANS[1]!;
const WAIT = { timeout: 60_000, interval: 200 };
/** Far above what was measured, 3 to 4.5 s: the machine does other things as well. */
const WITHOUT_WRITE_MS = 15_000;

/** Takes the container's networks away, or gives them back; what runs in it goes on. */
async function setNetworks(container: string, state: "up" | "down"): Promise<void> {
  const within = ["-t", String(await pidOf(container)), "-n", "ip"];
  const { stdout } = await run("nsenter", [...within, "-o", "link"]);
  for (const name of stdout.match(/\beth\d+/g) ?? [])
    await run("nsenter", [...within, "link", "set", name, state]);
}

/** Takes a name away from a container, which keeps all others at the addresses that they have; what it returns gives it back. */
async function takeName(container: string, gone: string, others: readonly string[]): Promise<() => void> {
  const pathOf = (what: string) =>
    docker("inspect", "--format", `{{.${what}}}`, container).then((path) => path.trim());
  const [hosts, servers] = [await pathOf("HostsPath"), await pathOf("ResolvConfPath")];
  const kept = [hosts, servers].map((path) => [path, readFileSync(path, "utf8")] as const);
  const lines = await docker("exec", container, "getent", "hosts", ...others);
  expect(lines.trim().split("\n")).toHaveLength(others.length);
  expect(lines).not.toContain(gone);
  // In place: the container sees these very files.
  writeFileSync(hosts, lines, { flag: "a" });
  writeFileSync(servers, "nameserver 127.0.0.1\n");
  return () => {
    for (const [path, content] of kept) writeFileSync(path, content);
  };
}

const NODES = [
  { nodeEngine: REDIS, version: "7.0.15" },
  { nodeEngine: REDIS, version: "8.0.2" },
  { nodeEngine: VALKEY, version: "8.1.1" },
  { nodeEngine: VALKEY, version: "9.1.2" },
];

describe.each(casesOf(NODES, ({ version }) => version === "8.0.2" || version === "8.1.1"))(
  "three nodes of $nodeEngine.name $version",
  ({ nodeEngine, version }) => {
    const instance = newInstanceId();
    const engine = dockerodeEngine({ instance });
    const group = testGroup(engine, {
      database: { instance, resourceId: "safe-3100" },
      appName: "safe",
      nodeEngine,
      version,
      plan,
    });
    const isWhole = () => vi.waitFor(async () => expect((await group.state()).trouble).toBeNull(), WAIT);
    const isReplaced = (former: string | null) =>
      vi.waitFor(async () => {
        const master = await group.master();
        expect(master).not.toBeNull();
        expect(master).not.toBe(former);
      }, WAIT);
    async function startWriting() {
      const writer = startWriter(group.newClient);
      await vi.waitFor(() => expect(writer.written()).toBeGreaterThan(100), WAIT);
      writer.begin();
      return writer;
    }

    beforeAll(async () => {
      await group.start(await startLink(engine, instance));
      await vi.waitFor(group.watch, WAIT);
      await isWhole();
    });
    afterAll(() => removeEverything(instance));

    test("a Sentinel that starts again asks as often as before, though nobody tells it to", async () => {
      const [sentinel = ""] = group.sentinels;
      const paceOf = () => group.ask(sentinel, ["SENTINEL", "DEBUG"]);
      const pace = [
        "INFO-PERIOD",
        INFO_MS,
        "PING-PERIOD",
        PING_MS,
        "MIN-LINK-RECONNECT-PERIOD",
        RECONNECT_MS,
      ];
      const isPaced = () =>
        vi.waitFor(
          async () => expect(await paceOf()).toEqual(expect.arrayContaining(pace.map(String))),
          WAIT,
        );
      for (let start = 0; start < 2; start += 1) {
        const container = await containerOf(engine, sentinel);
        await docker("kill", container);
        await vi.waitFor(async () => expect(await containerOf(engine, sentinel)).not.toBe(container), WAIT);
        await isPaced();
      }
      await isWhole();
    });

    test("a master that is killed is replaced within seconds and comes back as a replica; no acknowledged write is lost", async () => {
      const former = await group.master();
      const writer = await startWriting();
      // The engine starts it again within the time that makes it count as down.
      await docker("kill", await containerOf(engine, former ?? ""));
      await isReplaced(former);
      await isWhole();
      const told = await writer.stop();
      expect(told).toMatchObject({ lost: 0 });
      expect(told.longestMs).toBeLessThan(WITHOUT_WRITE_MS);
    });

    test("a Sentinel told of a new master whose name does not resolve for it does not keep the former one", async () => {
      const former = (await group.master()) ?? "";
      const [chosen = "", other = ""] = group.members.filter((name) => name !== former);
      const [blind = "", ...sighted] = group.sentinels;
      await group.ask(other, ["CONFIG", "SET", "replica-priority", "0"]);
      // It leads no failover.
      await group.ask(blind, ["SENTINEL", "SET", group.group, "down-after-milliseconds", "600000"]);
      const isPassedOver = async (sentinel: string) =>
        String(await group.ask(sentinel, ["SENTINEL", "REPLICAS", group.group])).includes("slave-priority,0");
      await vi.waitFor(async () => {
        for (const sentinel of sighted) expect(await isPassedOver(sentinel)).toBe(true);
      }, WAIT);
      const container = await containerOf(engine, blind);
      const writer = await startWriting();
      const giveBack = await takeName(container, chosen, [...group.sentinels, former, other]);
      try {
        await docker("kill", await containerOf(engine, former));
        await isReplaced(former);
        expect(await group.master()).toBe(chosen);
        await vi.waitFor(async () => expect(await group.namedBy(blind)).toBeNull(), WAIT);
      } finally {
        giveBack();
      }
      await vi.waitFor(async () => expect(await group.namedBy(blind)).toEqual([chosen, "6379"]), WAIT);
      await isWhole();
      expect(await writer.stop()).toMatchObject({ lost: 0 });
      const settings = String(await group.ask(blind, ["SENTINEL", "MASTER", group.group]));
      expect(settings).toContain(`down-after-milliseconds,${DOWN_AFTER_MS},`);
      await group.ask(other, ["CONFIG", "SET", "replica-priority", "100"]);
    });

    test.runIf(isLong)(
      "a master that was cut off finds another in its place: clients elsewhere lose nothing, also not after the mend",
      { timeout: 180_000 },
      async () => {
        const former = await group.master();
        const container = await containerOf(engine, former ?? "");
        const writer = await startWriting();
        await setNetworks(container, "down");
        await isReplaced(former);
        const written = writer.written();
        await vi.waitFor(() => expect(writer.written()).toBeGreaterThan(written + 100), WAIT);
        writer.begin();
        await setNetworks(container, "up");
        await isWhole();
        const told = await writer.stop();
        expect(told).toMatchObject({ lost: 0 });
        // For some 10 s there are two masters, and the gateway keeps to the one that is followed.
        expect(told.longestMs).toBeLessThan(5_000);
        expect(await group.master()).not.toBe(former);
      },
    );

    test.runIf(isLong)(
      "a node whose name is gone keeps the Sentinels from nothing",
      { timeout: 180_000 },
      async () => {
        const former = await group.master();
        const gone = group.members.find((name) => name !== former) ?? "";
        await engine.removeService(gone, 60_000);
        const writer = await startWriting();
        // Longer than a Sentinel that hung in a look-up would take to distrust its own clock.
        const until = Date.now() + 15_000;
        await vi.waitFor(
          async () => {
            expect(await group.master()).toBe(former);
            expect(Date.now()).toBeGreaterThan(until);
          },
          { timeout: 30_000, interval: 500 },
        );
        await docker("kill", await containerOf(engine, former ?? ""));
        await isReplaced(former);
        const written = writer.written();
        await vi.waitFor(() => expect(writer.written()).toBeGreaterThan(written + 100), WAIT);
        expect(await writer.stop()).toMatchObject({ lost: 0 });
      },
    );
  },
);
