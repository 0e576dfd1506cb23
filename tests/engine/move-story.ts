// Told to `move.integration.test.ts` line by line, since it must run in the network of the first of two hosts.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { ListAuditInput } from "../../lib/contract/audit";
import { nodeName } from "../../lib/core/databases/names";
import { MIB } from "../../lib/core/units";
import { findAddonByResourceId } from "../../lib/db/addons";
import { findDatabaseStats } from "../../lib/db/database-stats";
import { platform } from "../../lib/runtime/container";
import { listAudit } from "../../lib/services/audit/list-audit";
import { createBackup } from "../../lib/services/backups/create-backup";
import { restoreBackup } from "../../lib/services/backups/restore-backup";
import { getDatabase } from "../../lib/services/databases/get-database";
import { getHealth } from "../../lib/services/databases/get-health";
import { moveDatabase } from "../../lib/services/databases/move-database";
import { activateHost } from "../../lib/services/hosts/activate-host";
import { drainHost } from "../../lib/services/hosts/drain-host";
import { listHosts } from "../../lib/services/hosts/list-hosts";
import { askForDatabase, operationEnded, startControlPlane } from "./control-plane";
import { dataOf } from "./data";

const run = promisify(execFile);
const LONG_MS = 120_000;
const tell = (key: string, value: unknown) =>
  process.stdout.write(`told ${JSON.stringify({ [key]: value })}\n`);
const ask = async (what: string) => {
  process.stdout.write(`told ${JSON.stringify(what)}\n`);
  await once(process.stdin, "data");
};

async function until<T>(look: () => Promise<T | null>): Promise<T | null> {
  for (const startedAt = Date.now(); Date.now() - startedAt < LONG_MS; await delay(200)) {
    const found = await look().catch(() => null);
    if (found !== null) return found;
  }
  return null;
}

const [, , second = "", ...sockets] = process.argv;
const { ctx, stop } = await startControlPlane();
const hosts = await until(async () => {
  const all = await ctx.engine.listHosts();
  return all.every(({ isReachable }) => isReachable) ? all : null;
});
tell("hosts within reach", hosts?.length);

const asked = await askForDatabase(ctx, "far", "256m");
const { resourceId } = asked;
tell("made", (await operationEnded(ctx, asked)).status);
const hostOf = async () => (await getDatabase(ctx, { resourceId })).hostName ?? "";
const data = await dataOf(ctx, resourceId);
/** The docker command asks the engine where the database is. */
const atDatabase = async () => {
  const isSecond = (await hostOf()) === second;
  process.env.DOCKER_HOST = `unix://${sockets[isSecond ? 1 : 0]}`;
};

await atDatabase();
await data.fill(5 * MIB);
const before = await data.digest();
/** There and back where it was made on the second host: it ends there. */
const names = (hosts ?? []).map(({ name }) => name);
const [first = ""] = names.filter((name) => name !== second);
for (const host of (await hostOf()) === second ? [first, second] : [second]) {
  const { id } = await moveDatabase(ctx, { resourceId, host });
  tell("moved", (await operationEnded(ctx, { app: "far", operationId: id })).status);
  await atDatabase();
}
tell("stands on the second", (await hostOf()) === second);
tell("has its data", (await data.digest()) === before);
tell("health", (await getHealth(ctx, { resourceId })).state);

const { containers, instance } = platform();
const databaseId = (await findAddonByResourceId(resourceId))?.databaseId ?? "";
const movedAt = Date.now();
const seen = await until(async () => {
  const stats = (await findDatabaseStats(databaseId))?.latest;
  return stats?.container && stats.container.atMs > movedAt && stats.diskBytes !== null ? stats : null;
});
tell("figures", seen !== null && (seen.container?.usedBytes ?? 0) > MIB && (seen.diskBytes ?? 0) > 0);
const serving = (await containers.listContainers(databaseId)).find(
  ({ role, isRunning }) => role === "node" && isRunning,
);
const numberOfSecond = /\d+$/.exec(serving?.serviceName ?? "")?.[0];
tell("container", serving?.serviceName.startsWith(nodeName({ instance, resourceId }, 2).slice(0, -1)));
const lines = serving ? await containers.readLogs(serving, { linesMax: 100 }) : [];
tell("lines", lines.length > 0);

const { backup, operation: backingUp } = await createBackup(ctx, { resourceId });
tell("backed up", (await operationEnded(ctx, { app: "far", operationId: backingUp.id })).status);
const waiting = await askForDatabase(ctx, "waits", "256m");
await operationEnded(ctx, waiting);
if ((await getDatabase(ctx, waiting)).hostName !== second) {
  const { id } = await moveDatabase(ctx, { resourceId: waiting.resourceId, host: second });
  await operationEnded(ctx, { app: "waits", operationId: id });
}

await ask("kill");
const killedAt = Date.now();
const gone = await until(async () => {
  const health = await getHealth(ctx, { resourceId });
  return health.state === "unreachable" && health.reason.includes("is gone since") ? health.reason : null;
});
tell("gone is told after ms", Date.now() - killedAt);
tell("gone", gone);
const restoring = await restoreBackup(ctx, { resourceId, backupId: backup.id, acceptsLoss: true });
const restored = await operationEnded(ctx, { app: "far", operationId: restoring.id });
tell("restored", restored.error ?? restored.status);
tell("stands on the first", (await hostOf()) === first);
await atDatabase();
tell("has the data of the backup", (await data.digest()) === before);
await data.ask(["SET after word"]);
await ask("start");
const isWell = async (of: { resourceId: string }) =>
  (await getHealth(ctx, of)).state === "healthy" ? "healthy" : null;
tell("back", await until(() => isWell(waiting)));
// The engine that was killed had left its containers running.
const old = nodeName({ instance, resourceId }, Number(numberOfSecond));
const listOld = async () => {
  const asked = ["-H", `unix://${sockets[1]}`, "ps", "-a", "-q", "--filter", `name=${old}`];
  return (await run("docker", asked)).stdout.trim();
};
tell("the old one is gone", await until(async () => ((await listOld()) === "" ? true : null)));
tell("serves", await isWell({ resourceId }));
tell("has what was written since", (await data.ask(["GET after"])).trim());
// Both stand on different hosts by now; the second is emptied.
await drainHost(ctx, { host: second, atOnce: 1 });
const drained = await until(async () => {
  const host = (await listHosts(ctx)).find(({ name }) => name === second);
  return host?.drain?.status === "running" ? null : (host ?? null);
});
tell("drained", [drained?.drain?.reason, drained?.drain?.status, drained?.databases]);
tell("moved away", (await getDatabase(ctx, waiting)).hostName === first);
tell("serves there", await until(() => isWell(waiting)));
const isTold = async (kind: string) => {
  const { entries } = await listAudit(ctx, ListAuditInput.parse({ kind }));
  return entries.some(({ on }) => on === second) ? true : null;
};
for (const kind of ["host_gone", "host_back", "drain_done", "host_drained"])
  tell(`${kind} is told`, await until(() => isTold(kind)));
await activateHost(ctx, { host: second });
tell("left over", await stop());
process.exit(0);
