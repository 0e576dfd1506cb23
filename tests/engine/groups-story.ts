// Told to `groups-hosts.integration.test.ts` line by line, since it must run in the network of the first of three hosts.
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { newClient } from "../../lib/adapters/redis/connection";
import { gatewayName } from "../../lib/core/databases/names";
import { passwordOf } from "../../lib/core/databases/users";
import { prisma } from "../../lib/db/client";
import { loadDatabase } from "../../lib/db/databases";
import { linkOf } from "../../lib/runtime/certificates";
import { platform } from "../../lib/runtime/container";
import { listPlans } from "../../lib/services/addons/list-plans";
import { removeAddon } from "../../lib/services/addons/remove-addon";
import { getDatabase } from "../../lib/services/databases/get-database";
import { getHealth } from "../../lib/services/databases/get-health";
import { moveDatabase } from "../../lib/services/databases/move-database";
import { askForDatabase, operationEnded, startControlPlane } from "./control-plane";
import { startWriter } from "./writer";

const LONG_MS = 120_000;
const tell = (key: string, value: unknown) =>
  process.stdout.write(`told ${JSON.stringify({ [key]: value })}\n`);
const ask = async (what: "cut" | "mend", host: string) => {
  process.stdout.write(`told ${JSON.stringify([what, host])}\n`);
  await once(process.stdin, "data");
};

async function until<T>(look: () => Promise<T | null>): Promise<T | null> {
  for (const startedAt = Date.now(); Date.now() - startedAt < LONG_MS; await delay(200)) {
    const found = await look().catch(() => null);
    if (found !== null) return found;
  }
  return null;
}

const [, , first = ""] = process.argv;
const { ctx, stop } = await startControlPlane();
const hosts = await until(async () => {
  const all = await ctx.engine.listHosts();
  return all.length === 3 && all.every(({ isReachable }) => isReachable) ? all : null;
});
tell("hosts within reach", hosts?.length);
tell("is offered", (await listPlans(ctx)).find(({ id }) => id === "1g-ha")?.isAvailable);

// What stands on the first host has the first node of the next one go elsewhere.
const filling = await askForDatabase(ctx, "filling", "256m");
await operationEnded(ctx, filling);
if ((await getDatabase(ctx, filling)).hostName !== first) {
  const { id } = await moveDatabase(ctx, { resourceId: filling.resourceId, host: first });
  tell("filled", (await operationEnded(ctx, { app: "filling", operationId: id })).status);
} else tell("filled", "succeeded");

const asked = await askForDatabase(ctx, "safe", "1g-ha");
const { resourceId } = asked;
const made = await operationEnded(ctx, asked);
tell("made", made.error?.message ?? made.status);

const groupNow = async () => {
  const health = await getHealth(ctx, { resourceId });
  return health.state === "healthy" ? health.group : null;
};
const whole = () =>
  until(async () => {
    const group = await groupNow();
    return group?.trouble === null ? group : null;
  });
const before = await whole();
tell("on hosts", new Set(before?.nodes.map(({ hostName }) => hostName)).size);
const lost = before?.nodes.find(({ state }) => state === "master")?.hostName ?? "";
tell("its master is elsewhere", lost !== first);

const addon = await prisma().addon.findUniqueOrThrow({
  where: { resourceId },
  select: { database: { select: { id: true } } },
});
const databaseId = addon.database?.id ?? "";
const link = await linkOf({ cipher: ctx.cipher, instance: ctx.instance, port: platform().linkPort })();
const password = passwordOf(ctx, await loadDatabase(databaseId), "default");
const serviceName = gatewayName({ instance: ctx.instance, resourceId });
const writer = startWriter(() => newClient(link, { serviceName, user: "default", password }));
await until(async () => (writer.written() > 100 ? true : null));
writer.begin();
await ask("cut", lost);
const failovers = () => prisma().event.count({ where: { databaseId, type: "failover" } });
tell("failover is told", await until(async () => ((await failovers()) === 1 ? 1 : null)));
const written = writer.written();
tell("writes go on", await until(async () => (writer.written() > written + 100 ? true : null)));
tell("its host is seen to be missing", (await groupNow())?.trouble?.includes(`on ${lost}`));
await ask("mend", lost);
const after = await whole();
tell("is whole again", after?.nodes.map(({ state }) => state).sort());
const told = await writer.stop();
tell("lost", told.lost);
tell("without a write ms", told.longestMs);
tell("failovers", await failovers());

const { id } = await removeAddon(ctx, { app: "safe", addon: resourceId, confirm: resourceId });
tell("removed", (await operationEnded(ctx, { app: "safe", operationId: id })).status);
tell("left over", await stop());
// What waits for the next word keeps it from ending.
process.exit(0);
