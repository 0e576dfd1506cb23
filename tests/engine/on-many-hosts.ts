// What stories of many hosts have in common: a Berth, a highly available database of it, and clients on each host.
import { HAPROXY_IMAGE } from "../../lib/core/databases/images";
import { appNetworkName, nodeName } from "../../lib/core/databases/names";
import { prisma } from "../../lib/db/client";
import { getConnection } from "../../lib/services/databases/get-connection";
import { getDatabase } from "../../lib/services/databases/get-database";
import { getHealth } from "../../lib/services/databases/get-health";
import { moveDatabase } from "../../lib/services/databases/move-database";
import { bareService } from "../bare-service";
import { askForDatabase, operationEnded, startControlPlane } from "./control-plane";
import { until } from "./story-side";

/** A Berth that reaches so many hosts; what stands on the first one has the first node of the next group go elsewhere. */
export async function startOnHosts(first: string, count: number) {
  const berth = await startControlPlane();
  const { ctx } = berth;
  const hosts = await hostsWithin(ctx, count);
  if (!hosts) throw new Error("not all hosts can be reached");
  const filling = await askForDatabase(ctx, "filling", "256m");
  await operationEnded(ctx, filling);
  if ((await getDatabase(ctx, filling)).hostName !== first) {
    const { id } = await moveDatabase(ctx, { resourceId: filling.resourceId, host: first });
    await operationEnded(ctx, { app: "filling", operationId: id });
  }
  return { ...berth, hosts };
}

type Ctx = Awaited<ReturnType<typeof startControlPlane>>["ctx"];

/** The hosts once there are so many, all of which can be asked and take databases; null when there were not for long. */
export const hostsWithin = (ctx: Ctx, count: number) =>
  until(async () => {
    const hosts = await ctx.engine.listHosts();
    const areReady = hosts.every(({ isReachable, isReady }) => isReachable && isReady);
    return hosts.length === count && areReady ? hosts : null;
  });

/** How many nodes of a database the engine has, whatever the records say. */
export async function countNodes({ engine, instance }: Ctx, resourceId: string): Promise<number> {
  const begins = nodeName({ instance, resourceId }, 0).slice(0, -1);
  const resources = await engine.listResources();
  return resources.filter(({ type, name }) => type === "service" && name.startsWith(begins)).length;
}

/** A group as its page shows it, and its timeline. */
export async function watchGroup(ctx: Ctx, resourceId: string) {
  const addon = await prisma().addon.findUniqueOrThrow({
    where: { resourceId },
    select: { database: { select: { id: true } } },
  });
  const databaseId = addon.database?.id ?? "";
  const now = async () => {
    const health = await getHealth(ctx, { resourceId });
    return health.state === "healthy" ? health.group : null;
  };
  const whole = () =>
    until(async () => {
      const group = await now();
      return group?.trouble === null ? group : null;
    });
  return {
    databaseId,
    now,
    whole,
    /** Name and host of the master of the whole group. */
    master: async () => {
      const master = (await whole())?.nodes.find(({ state }) => state === "master");
      if (!master) throw new Error("the group has no master");
      return { service: master.name, host: master.hostName ?? "" };
    },
    count: (type: string) => prisma().event.count({ where: { databaseId, type } }),
    nodeName: (number: number) => nodeName({ instance: ctx.instance, resourceId }, number),
  };
}

/** A container that does nothing on a host, in the network of an app; answers its service. */
export async function holdOn(ctx: Ctx, app: string, host: { id: string }): Promise<string> {
  const name = `${ctx.instance}_${app}-on-${host.id}`;
  const networks = [{ name: appNetworkName(ctx.instance, app), aliases: [] }];
  const does = { image: HAPROXY_IMAGE, command: ["sleep", "86400"], hostId: host.id, networks };
  await ctx.engine.applyService(bareService(name, does));
  const isRunning = async () => (await ctx.engine.listTasks(name)).some(({ state }) => state === "running");
  if (!(await until(async () => ((await isRunning()) ? true : null))))
    throw new Error(`nothing runs on ${host.id}`);
  return name;
}

/** Where programs of the app reach the database. */
export const urlOf = async (ctx: Ctx, resourceId: string): Promise<string> =>
  (await getConnection(ctx, { resourceId })).url;
