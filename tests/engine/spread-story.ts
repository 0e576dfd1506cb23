// Told to `spread-hosts.integration.test.ts` line by line, since it must run in the network of the first of four hosts.

import { findAddonByResourceId } from "../../lib/db/addons";
import { findDatabaseStats } from "../../lib/db/database-stats";
import { platform } from "../../lib/runtime/container";
import { createBackup } from "../../lib/services/backups/create-backup";
import { changePlan } from "../../lib/services/databases/change-plan";
import { getDatabase } from "../../lib/services/databases/get-database";
import { upgradeDatabase } from "../../lib/services/databases/upgrade";
import { drainHost } from "../../lib/services/hosts/drain-host";
import { listHosts } from "../../lib/services/hosts/list-hosts";
import { askForDatabase, operationEnded, startControlPlane } from "./control-plane";
import { holdOn, hostsWithin, urlOf } from "./on-many-hosts";
import { ask, startHostWriter, tell, until } from "./story-side";

const DATABASES = 12;
const PAUSE_MS = 5;
const [, , first = "", fourth = ""] = process.argv;
const { ctx, stop } = await startControlPlane();
const { containers } = platform();
await hostsWithin(ctx, 3);

type Asked = Awaited<ReturnType<typeof askForDatabase>>;
const hostOf = async ({ resourceId }: { resourceId: string }) =>
  (await getDatabase(ctx, { resourceId })).hostName ?? "";
const make = async (name: string): Promise<Asked> => {
  const asked = await askForDatabase(ctx, name, "256m", "7.0.15");
  const { status, error } = await operationEnded(ctx, asked);
  if (status !== "succeeded") throw new Error(`${name}: ${error?.message}`);
  return asked;
};

const all: Asked[] = [];
for (let number = 1; number <= DATABASES; number++) all.push(await make(`spread-${number}`));
/** Databases by the host that they are on now: one that gets another plan or version goes where most is free. */
async function listByHost(): Promise<Map<string, Asked[]>> {
  const byHost = new Map<string, Asked[]>();
  for (const asked of all) {
    const host = await hostOf(asked);
    byHost.set(host, [...(byHost.get(host) ?? []), asked]);
  }
  return byHost;
}
const byHost = await listByHost();
const sizes = [...byHost.values()].map(({ length }) => length);
tell("hosts that serve", sizes.length);
tell("most and fewest differ by at most one", Math.max(...sizes) - Math.min(...sizes) <= 1);

/** What the pages of one on each host show, and what can be done with it. */
async function tryOut({ app, resourceId }: Asked) {
  const ended = async (id: string) => (await operationEnded(ctx, { app, operationId: id })).status;
  const databaseId = (await findAddonByResourceId(resourceId))?.databaseId ?? "";
  const hasFigures = await until(async () => {
    const latest = (await findDatabaseStats(databaseId))?.latest;
    return latest?.container && latest.redis && latest.diskBytes !== null ? true : null;
  });
  const running = (await containers.listContainers(databaseId)).find(
    ({ role, isRunning }) => role === "node" && isRunning,
  );
  const lines = running ? await containers.readLogs(running, { linesMax: 100 }) : [];
  return {
    figures: hasFigures,
    lines: lines.length > 0,
    plan: await ended((await changePlan(ctx, { resourceId, planId: "512m" })).id),
    upgrade: await ended((await upgradeDatabase(ctx, { resourceId, version: "8.0.2" })).id),
    backup: await ended((await createBackup(ctx, { resourceId })).operation.id),
  };
}
const tried = [];
for (const [one] of byHost.values()) if (one) tried.push(await tryOut(one));
tell("one on each host", tried);

await ask("join", fourth);
tell("a fourth is reached by itself", (await hostsWithin(ctx, 4))?.length);
tell("the next stands on the fourth", (await hostOf(await make("next"))) === fourth);

// A host is drained, while each of its databases is written to.
const [drained = "", databases = []] = [...(await listByHost())].find(([host]) => host !== first) ?? [];
const own = (await ctx.engine.listHosts()).find(({ name }) => name === first);
const writers = [];
const holders: string[] = [];
for (const { app, resourceId } of databases) {
  const service = await holdOn(ctx, app, own ?? { id: "" });
  // With a pause between two writes: how long the hosts' machine takes when it is full is not what is asked.
  const writer = await startHostWriter(app, {
    host: first,
    service,
    url: await urlOf(ctx, resourceId),
    pauseMs: PAUSE_MS,
  });
  await writer.wrote(50);
  await writer.begin();
  writers.push(writer);
  holders.push(service);
}
await drainHost(ctx, { host: drained, atOnce: 1 });
const after = await until(async () => {
  const host = (await listHosts(ctx)).find(({ name }) => name === drained);
  return host?.drain?.status === "running" ? null : (host ?? null);
});
tell("drained", [after?.drain?.reason, after?.drain?.status, after?.databases]);
const reports = [];
for (const writer of writers) {
  await writer.wrote(50);
  reports.push(await writer.report());
}
tell(
  "written",
  reports.every(({ written }) => written > 100),
);
tell(
  "lost",
  reports.reduce((sum, { lost }) => sum + lost, 0),
);
tell("without a write ms", Math.max(...reports.map(({ longestMs }) => longestMs)));
for (const service of holders) await ctx.engine.removeService(service, 60_000);
tell("left over", await stop());
// What waits for the next word keeps it from ending.
process.exit(0);
