import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { dockerodeEngine } from "../../lib/adapters/docker/dockerode/engine";
import { redisAdmin } from "../../lib/adapters/redis/admin";
import type { LinkAddress } from "../../lib/adapters/redis/connection";
import { redisReplication } from "../../lib/adapters/redis/replication";
import { nodeName } from "../../lib/core/databases/names";
import { DEFAULT_CATALOG } from "../../lib/core/engines/catalog/default";
import { REDIS } from "../../lib/core/engines/redis/engine";
import { offeredVersions } from "../../lib/core/engines/versions";
import { DEFAULT_PLANS } from "../../lib/core/plans/catalog";
import { MIB, MINUTE_MS } from "../../lib/core/units";
import { prisma } from "../../lib/db/client";
import { loadOperation } from "../../lib/db/operations";
import { platform } from "../../lib/runtime/container";
import { patiently, waiting } from "../../lib/runtime/steps";
import { changePlan } from "../../lib/services/databases/change-plan";
import { undoChange as askToUndo } from "../../lib/services/databases/undo-change";
import type { WorkflowContext } from "../../lib/workflows/deps";
import { handOff } from "../../lib/workflows/hand-off";
import { stopFirst } from "../../lib/workflows/stop-first";
import { undoChange } from "../../lib/workflows/undo-change";
import { durableRunner, type Workflow } from "../durable";
import { casesOf } from "../long";
import { askForDatabase, operationEnded, startControlPlane } from "./control-plane";
import { dataOf } from "./data";
import { getAddonNodes } from "./records";
import {
  containerOf,
  killNode,
  newInstanceId,
  newPassword,
  removeEverything,
  shell,
  startLink,
  startNode,
} from "./stack";

const REDIS_VERSIONS = offeredVersions(DEFAULT_CATALOG, REDIS);
/** Those whose append-only file is a folder of several. */
const SEVERAL_FILES = REDIS_VERSIONS.filter((version) => !version.startsWith("6."));
const WAIT = { timeout: MINUTE_MS, interval: 50 };
type ControlPlane = Awaited<ReturnType<typeof startControlPlane>>;
type Data = Awaited<ReturnType<typeof dataOf>>;

const rewritten = (data: Data) =>
  vi.waitFor(async () => {
    const said = await data.ask(["INFO persistence"]);
    expect(said).toMatch(/aof_rewrite_in_progress:0/);
    expect(said).toMatch(/aof_rewrite_scheduled:0/);
  }, WAIT);

describe("single nodes", () => {
  const instance = newInstanceId();
  const engine = dockerodeEngine({ instance });
  const passwords = { owner: newPassword(), gateway: newPassword(), berth: newPassword() };
  const [plan] = DEFAULT_PLANS;
  let link: LinkAddress;
  const [admin, replication] = [redisAdmin(async () => link), redisReplication(async () => link)];
  beforeAll(async () => {
    link = await startLink(engine, instance);
  });
  afterAll(() => removeEverything(instance));

  /** A node that answers, whom to ask there, and what its own redis-cli says. */
  async function start(resourceId: string, number: number, version: string) {
    if (!plan) throw new Error("the catalog is empty");
    const database = { instance, resourceId };
    const isGatewayOn = number === 1;
    await startNode(engine, { database, appName: "app", version, plan, passwords, number, isGatewayOn });
    const target = { serviceName: nodeName(database, number), user: "berth", password: passwords.berth };
    await vi.waitFor(() => admin.ping(target), WAIT);
    const inside = async (line: string) =>
      shell(await containerOf(engine, target.serviceName), line, { REDISCLI_AUTH: passwords.berth });
    const ask = (...lines: string[]) =>
      inside(`printf '%s\\n' ${lines.map((line) => `'${line}'`).join(" ")} | redis-cli --user berth`);
    return { target, inside, ask };
  }

  test.each(casesOf(REDIS_VERSIONS, (version) => version !== "7.0.15"))(
    "an append-only file switched on beside a dump begins with what was saved, Redis %s",
    async (version) => {
      const node = await start(`app-${4_100 + REDIS_VERSIONS.indexOf(version)}`, 1, version);
      await node.ask("MSET a 1 b 2 c 3", "SAVE");
      // What is left by a node that ended before its first append-only file was whole.
      await node.inside("echo appendonly yes >> /data/redis.conf");
      for (const keys of [3, 4, 5]) {
        await killNode(engine, node.target.serviceName);
        await vi.waitFor(async () => expect((await admin.info(node.target)).keys).toBe(keys), WAIT);
        expect(await node.ask("CONFIG GET appendonly", `SET later:${keys} 1`)).toMatch(/yes[\s\S]*OK/);
      }
    },
    240_000,
  );

  test.each(casesOf(SEVERAL_FILES, (version) => version === "8.0.2"))(
    "a node that ends while its append-only file is written anew begins with what was saved, not with an older file, Redis %s",
    async (version) => {
      const node = await start(`app-${4_150 + REDIS_VERSIONS.indexOf(version)}`, 1, version);
      await node.ask("MSET a 1 b 2 c 3", "CONFIG SET appendonly yes");
      await vi.waitFor(
        async () => expect(await node.inside("ls /data/appendonlydir")).toContain("manifest"),
        WAIT,
      );
      await vi.waitFor(async () => expect((await admin.info(node.target)).isRewritingAof).toBe(false), WAIT);
      // Ten seconds a key: the new file is not whole before the node ends. So it is, too, after a full copy of a master.
      await node.ask("CONFIG SET appendonly no", "SET d 4", "SAVE", "CONFIG SET rdb-key-save-delay 10000000");
      await node.ask("CONFIG SET appendonly yes");
      await node.inside("echo appendonly yes >> /data/redis.conf");
      for (const keys of [4, 5]) {
        await killNode(engine, node.target.serviceName);
        await vi.waitFor(async () => expect((await admin.info(node.target)).keys).toBe(keys), WAIT);
        await node.ask("SET later 1");
      }
    },
    240_000,
  );

  test.each<[string, string]>([
    ["8.0.2", "7.0.15"],
    ["7.0.15", "6.0.16"],
  ])(
    "Redis %s gets no replica of version %s, which keeps what it has",
    async (from, to) => {
      const resourceId = `app-${4_200 + REDIS_VERSIONS.indexOf(from)}`;
      const [master, replica] = [await start(resourceId, 1, from), await start(resourceId, 2, to)];
      await replica.ask("SET only copy");
      const follow = replication.follow({
        replica: replica.target,
        master: master.target,
        bufferBytes: 16 * MIB,
      });
      await expect(follow).rejects.toMatchObject({ code: "conflict", reason: "format_unreadable" });
      expect(await admin.info(replica.target)).toMatchObject({ role: "master", keys: 1 });
    },
    240_000,
  );
});

describe("a change of version", () => {
  let berth: ControlPlane;
  beforeAll(async () => {
    berth = await startControlPlane();
    // One that is forgotten takes these changes, and brings back what the end removes.
    await berth.killWorker();
  });
  afterAll(async () => {
    expect(await berth.stop()).toEqual([]);
  });

  /** Runs here, step by step: no worker may take it. */
  async function run(workflow: Workflow, id: string, world: WorkflowContext = platform()): Promise<void> {
    await prisma().$executeRaw`DELETE FROM dbos.workflow_status WHERE workflow_uuid = ${id}`;
    await durableRunner(world, { waitUntil: waiting({}), patiently }).run(workflow, id);
    expect(await loadOperation(id)).toMatchObject({ status: "succeeded", errorMessage: null });
  }

  async function makeDatabase(app: string, version: string) {
    berth.startWorker();
    const asked = await askForDatabase(berth.ctx, app, "free", version);
    await operationEnded(berth.ctx, asked);
    await berth.killWorker();
    const { resourceId } = asked;
    const data = await dataOf(berth.ctx, resourceId);
    const service = async () =>
      nodeName({ instance: berth.ctx.instance, resourceId }, (await getAddonNodes(resourceId)).active.number);
    return { resourceId, data, service };
  }

  /** Started again from its own files, as a power cut leaves them. */
  async function expectOnDisk(
    { data, service }: Awaited<ReturnType<typeof makeDatabase>>,
    expected: { digest: string; appendonly: string },
  ): Promise<void> {
    for (const isStartedAgain of [false, true]) {
      if (isStartedAgain) await killNode(berth.ctx.engine, await service());
      await vi.waitFor(async () => expect(await data.ask(["PING"])).toBe("PONG\n"), WAIT);
      expect(await data.digest()).toBe(expected.digest);
      const set = await data.ask(["CONFIG GET save", "CONFIG GET appendonly"]);
      expect(set.trim().split("\n")).toEqual(["save", "", "appendonly", expected.appendonly]);
    }
  }

  const ways = { "hand-off": handOff, "stop-first": stopFirst };
  const cases = casesOf(
    (["hand-off", "stop-first"] as const).flatMap((way) =>
      (["7.0.15", "8.0.2"] as const).map((to) => [way, to] as const),
    ),
    ([way, to]) => (way === "hand-off") === (to === "8.0.2"),
  );

  test.each(cases)(
    "by %s from 6.0.16 to %s keeps snapshots off and the append-only file on, with every key",
    async (way, version) => {
      const made = await makeDatabase(`on-${way}-${version[0]}`, "6.0.16");
      const { resourceId, data } = made;
      await data.ask(["SET old dump", "SAVE", 'CONFIG SET save ""', "CONFIG SET appendonly yes"]);
      await rewritten(data);
      await data.ask(["CONFIG REWRITE"]);
      await data.fill(2 * MIB);
      const digest = await data.digest();
      const { id } = await changePlan(berth.ctx, { resourceId, planId: "free", version, way });
      await run(ways[way], id);
      await expectOnDisk(made, { digest, appendonly: "yes" });
    },
    600_000,
  );

  test.each(cases)(
    "by %s from 6.0.16 to %s takes no old append-only file for the data, nor does its undo",
    async (way, version) => {
      const made = await makeDatabase(`off-${way}-${version[0]}`, "6.0.16");
      const { resourceId, data } = made;
      await data.ask(["CONFIG SET appendonly yes"]);
      await rewritten(data);
      // The file says yes and holds next to nothing; what runs says no.
      await data.ask(["CONFIG REWRITE", "CONFIG SET appendonly no", 'CONFIG SET save ""']);
      await data.fill(2 * MIB);
      const digest = await data.digest();
      const { id } = await changePlan(berth.ctx, { resourceId, planId: "free", version, way });
      await run(ways[way], id);
      await expectOnDisk(made, { digest, appendonly: "no" });
      await run(undoChange, (await askToUndo(berth.ctx, { resourceId, acceptsLoss: true })).id);
      await expectOnDisk(made, { digest, appendonly: "no" });
    },
    600_000,
  );

  test.each(casesOf(["6.0.16", "7.0.15"] as const, (from) => from === "6.0.16"))(
    "from %s hands over only once the append-only file of the new node is whole",
    async (from) => {
      const made = await makeDatabase(`slow-${from[0]}`, from);
      const { resourceId, data, service } = made;
      await data.ask(["CONFIG SET appendonly yes", 'CONFIG SET save ""']);
      await rewritten(data);
      await data.fill(2 * MIB);
      const digest = await data.digest();
      const { id } = await changePlan(berth.ctx, { resourceId, planId: "free", version: "8.0.2" });
      const { replication, ...rest } = platform();
      const name = nodeName({ instance: berth.ctx.instance, resourceId }, 2);
      const askNew = async (target: { password: string }, line: string) =>
        shell(await containerOf(berth.ctx.engine, name), `redis-cli --user berth ${line}`, {
          REDISCLI_AUTH: target.password,
        });
      const atCutOver: string[] = [];
      await run(handOff, id, {
        ...rest,
        replication: {
          ...replication,
          follow: async (input) => {
            // Some 400 keys: two seconds of rewriting after the link is up.
            await askNew(input.replica, "CONFIG SET rdb-key-save-delay 5000");
            await replication.follow(input);
          },
          cutOver: async (input) => {
            atCutOver.push(await askNew(input.to, "INFO persistence"));
            await askNew(input.to, "CONFIG SET rdb-key-save-delay 0");
            return replication.cutOver(input);
          },
        },
      });
      expect(atCutOver[0]).toMatch(/aof_rewrite_in_progress:0/);
      expect(atCutOver[0]).toMatch(/aof_rewrites:[1-9]|aof_last_rewrite_time_sec:[1-9]/);
      expect(await service()).toBe(name);
      await expectOnDisk(made, { digest, appendonly: "yes" });
    },
    600_000,
  );
});
