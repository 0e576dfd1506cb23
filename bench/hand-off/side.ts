// One build of Berth with its databases, in a process of its own whose folder is that build's: `side.ts` is the same for each.
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { type Clients, startClients } from "./clients";

/** Modules of this build, which the one in whose folder we run has as well. */
type Tree = typeof import("../../tests/engine/control-plane") &
  Pick<typeof import("../../tests/engine/data"), "dataOf"> &
  Pick<typeof import("../../tests/engine/stack"), "containerOf" | "docker"> &
  Pick<typeof import("../../tests/engine/records"), "getAddonNodes"> &
  Pick<typeof import("../../lib/services/addons/remove-addon"), "removeAddon"> &
  Pick<typeof import("../../lib/services/databases/change-plan"), "changePlan"> &
  Pick<typeof import("../../lib/services/databases/get-connection"), "getConnection"> &
  Pick<typeof import("../../lib/services/operations/get-operation"), "getOperation"> &
  Pick<typeof import("../../lib/core/databases/names"), "appNetworkName" | "nodeName"> &
  Pick<typeof import("../../lib/core/databases/images"), "DEMO_IMAGE">;

const MODULES = [
  "tests/engine/control-plane.ts",
  "tests/engine/data.ts",
  "tests/engine/stack.ts",
  "tests/engine/records.ts",
  "lib/services/addons/remove-addon.ts",
  "lib/services/databases/change-plan.ts",
  "lib/services/databases/get-connection.ts",
  "lib/services/operations/get-operation.ts",
  "lib/core/databases/names.ts",
  "lib/core/databases/images.ts",
];

/** The build whose folder this process runs in has the same modules: it is a checkout of this repository. */
async function loadTree(): Promise<Tree> {
  const parts = MODULES.map((path) => import(pathToFileURL(join(process.cwd(), path)).href));
  return Object.assign({}, ...(await Promise.all(parts))) as Tree;
}

type Key = { app: string; resourceId: string };
export type Round = {
  eagerMs: number;
  ordinaryMs: number;
  heldMs: number | null;
  reconnects: number;
  lost: number;
  copyP99Ms: number;
};

/** What the parent may ask for. */
export type Side = Awaited<ReturnType<typeof startSide>>;

const WARM_WRITES = 300;
/** A client that has not written again by then has its connection frozen: it is counted as having waited so long. */
const HUNG_MS = 60_000;

async function startSide() {
  const tree = await loadTree();
  const berth = await tree.startControlPlane();
  const { ctx } = berth;
  const activeService = async ({ resourceId }: Key) => {
    const { active } = await tree.getAddonNodes(resourceId);
    return tree.nodeName({ instance: ctx.instance, resourceId }, active.number);
  };

  /** Resolves once another container of the service runs; while none does, whatever the reading of it says, it is to come. */
  async function replaced(service: string, before: string): Promise<void> {
    const running = () => tree.containerOf(ctx.engine, service).catch(() => before);
    while ((await running()) === before) await delay(50);
  }

  /** Asks seldom: on a small machine the question itself would be felt in the moment that is measured. */
  async function ended(key: { app: string; operationId: string }) {
    for (;;) {
      const operation = await tree.getOperation(ctx, key);
      if (operation.finishedAt) return operation;
      await delay(1_000);
    }
  }

  /** Clients only while they are looked at: the other build has the machine for itself then. */
  async function withClients<T>(key: Key, work: (clients: Clients) => Promise<T>) {
    const { url } = await tree.getConnection(ctx, key);
    const holder = await tree.containerOf(ctx.engine, `${ctx.instance}_${key.app}-bench`);
    const pid = (await tree.docker("inspect", "--format", "{{.State.Pid}}", holder)).trim();
    const clients = await startClients({ pid, url });
    try {
      await clients.wrote(WARM_WRITES);
      await clients.forget();
      return await work(clients);
    } finally {
      await clients.stop();
    }
  }

  return {
    /** A database with so many bytes, and a container in its app's network that does nothing. */
    prepare: async ({ app, planId, bytes }: { app: string; planId: string; bytes: number }): Promise<Key> => {
      const { resourceId, ...asked } = await tree.askForDatabase(ctx, app, planId);
      await tree.operationEnded(ctx, asked);
      const data = await tree.dataOf(ctx, resourceId);
      await data.fill(bytes);
      await data.ask(["SAVE"]);
      const words = ["--name", `${ctx.instance}_${app}-bench`, "--endpoint-mode", "dnsrr", "--detach"];
      const labels = ["--label", `berth.instance=${ctx.instance}`];
      const network = ["--network", tree.appNetworkName(ctx.instance, app)];
      await tree.docker("service", "create", ...words, ...labels, ...network, tree.DEMO_IMAGE);
      return { app, resourceId };
    },
    change: ({ planId, ...key }: Key & { planId: string }): Promise<Round> =>
      withClients(key, async (clients) => {
        const { id } = await tree.changePlan(ctx, { resourceId: key.resourceId, planId });
        const operation = { app: key.app, operationId: id };
        await tree.stepBegun(ctx, operation, "start-replication");
        await clients.forget();
        await tree.stepBegun(ctx, operation, "prove-disk");
        const copyP99Ms = await clients.p99();
        const { status, error, steps } = await ended(operation);
        if (status !== "succeeded") throw new Error(`the change failed: ${error?.message}`);
        await clients.wrote(WARM_WRITES);
        const detail = steps.find(({ name }) => name === "cut-over")?.detail;
        const heldMs = detail && "pauseMs" in detail ? detail.pauseMs : null;
        return { ...(await clients.report()), heldMs, copyP99Ms };
      }),
    /** What anybody would do: the engine stops the container and starts it again with its volume. */
    updateStopFirst: (key: Key): Promise<{ eagerMs: number }> =>
      withClients(key, async (clients) => {
        const service = await activeService(key);
        const before = await tree.containerOf(ctx.engine, service);
        await tree.docker("service", "update", "--force", "--detach", service);
        await replaced(service, before);
        await clients.wrote(WARM_WRITES);
        return clients.report();
      }),
    remove: async ({ app, resourceId }: Key): Promise<void> => {
      await tree.docker("service", "rm", `${ctx.instance}_${app}-bench`);
      const { id } = await tree.removeAddon(ctx, { app, addon: resourceId, confirm: resourceId });
      await tree.operationEnded(ctx, { app, operationId: id });
    },
    crash: (key: Key): Promise<{ eagerMs: number }> =>
      withClients(key, async (clients) => {
        const service = await activeService(key);
        const before = await tree.containerOf(ctx.engine, service);
        await tree.docker("kill", before);
        await replaced(service, before);
        const isBack = await clients.wrote(WARM_WRITES, HUNG_MS);
        const hung = { eagerMs: HUNG_MS };
        // The process does not stay for it once all has been asked.
        const late = delay(HUNG_MS, hung, { ref: false });
        return isBack ? Promise.race([clients.report(), late]) : hung;
      }),
    end: async (): Promise<void> => void (await berth.stop()),
  };
}

/** A question of the parent, and what it is answered with. */
export type Question = { id: number; verb: keyof Side; input: never };
export type Answer = { id: number; value: unknown; error: string | null };

const side = await startSide();
process.on("message", async ({ id, verb, input }: Question) => {
  const answer = (fields: Omit<Answer, "id">) => process.send?.({ id, ...fields });
  try {
    answer({ value: await side[verb](input), error: null });
  } catch (error) {
    answer({ value: null, error: String(error) });
  }
  if (verb === "end") process.disconnect();
});
process.send?.({ id: 0, value: null, error: null });
