// Told to `faults-hosts.integration.test.ts` line by line, since it must run in the network of the first of four hosts.

import { linkContainerName } from "../../lib/core/databases/names";
import { engineDoorName } from "../../lib/core/hosts/engine-door";
import { OPERATION_STEPS } from "../../lib/core/operations/steps";
import { getDatabase } from "../../lib/services/databases/get-database";
import { getHealth } from "../../lib/services/databases/get-health";
import { moveDatabase } from "../../lib/services/databases/move-database";
import { activateHost } from "../../lib/services/hosts/activate-host";
import { drainHost } from "../../lib/services/hosts/drain-host";
import { listHosts } from "../../lib/services/hosts/list-hosts";
import { askForDatabase, operationEnded, startControlPlane, stepBegun } from "./control-plane";
import { dataOf } from "./data";
import { countNodes, holdOn, hostsWithin, urlOf, watchGroup } from "./on-many-hosts";
import { ask, startHostWriter, tell, until } from "./story-side";

const [, , first = "", second = "", fourth = "", ...sockets] = process.argv;
const berth = await startControlPlane();
const { ctx } = berth;
const hosts = (await hostsWithin(ctx, 3)) ?? [];
const idOf = (name: string) => hosts.find((host) => host.name === name)?.id ?? "";

/** What is killed, and comes back; `host` is where the door is. */
const FAULTS: Record<string, (host: string) => Promise<unknown>> = {
  worker: async () => {
    await berth.killWorker();
    berth.startWorker();
  },
  "engine door": (host) => ask("kill", host, engineDoorName(ctx.instance, idOf(host))),
  link: () => ask("docker", first, "kill", "--signal", "KILL", linkContainerName(ctx.instance)),
  manager: () => ask("killEngine", first),
};

const healthOf = async (resourceId: string) =>
  (await getHealth(ctx, { resourceId })).state === "healthy" ? "healthy" : null;
const hostOf = async (resourceId: string) => (await getDatabase(ctx, { resourceId })).hostName ?? "";
// A move between the first two hosts and back, with a fault at each step.
const moved = await askForDatabase(ctx, "moved", "256m");
await operationEnded(ctx, moved);
const { resourceId } = moved;
const move = async (host: string) => {
  const { id: operationId } = await moveDatabase(ctx, { resourceId, host });
  return { app: "moved", operationId };
};
const other = async () => ((await hostOf(resourceId)) === second ? first : second);
const lookThere = async () => {
  process.env.DOCKER_HOST = `unix://${(await hostOf(resourceId)) === second ? sockets[1] : sockets[0]}`;
};
if (![first, second].includes(await hostOf(resourceId))) await operationEnded(ctx, await move(first));
await lookThere();
const data = await dataOf(ctx, resourceId);
await data.fill(2_000_000);
const before = await data.digest();
await operationEnded(ctx, await move(await other()));

async function moveWith(fault: string, step: string) {
  // The engine that was killed before may not be one that takes databases yet.
  await hostsWithin(ctx, 3);
  await until(() => healthOf(resourceId));
  const target = await other();
  const key = await move(target);
  const begun = await stepBegun(ctx, key, step).catch(() => null);
  await FAULTS[fault]?.(second);
  const { status, error } = await operationEnded(ctx, key);
  const health = await until(() => healthOf(resourceId));
  const stands = await hostOf(resourceId);
  await lookThere();
  return {
    begun: begun !== null,
    // One that failed says why, and is where it was.
    ended: status === "succeeded" ? stands === target : status === "failed" && !!error && stands !== target,
    health,
    "has its data": (await until(async () => ((await data.digest()) === before ? true : null))) ?? false,
    nodes: await until(async () => ((await countNodes(ctx, resourceId)) === 1 ? 1 : null)),
    ...(error && { error: error.message }),
  };
}
const WELL = { begun: true, ended: true, health: "healthy", "has its data": true, nodes: 1 };
for (const fault of Object.keys(FAULTS)) {
  const failures: Record<string, string> = {};
  const unwell: Record<string, unknown> = {};
  for (const step of OPERATION_STEPS.move) {
    const { error, ...seen } = await moveWith(fault, step);
    if (error) failures[step] = error;
    if (JSON.stringify(seen) !== JSON.stringify(WELL)) unwell[step] = seen;
  }
  tell(`${fault}: moves that did not end well`, unwell);
  tell(`${fault}: moves that failed`, failures);
}

// A host is drained, with a fault in the middle.
const drains: Record<string, unknown> = {};
const drainOf = async (name: string) => (await listHosts(ctx)).find((host) => host.name === name);
for (const fault of Object.keys(FAULTS)) {
  await hostsWithin(ctx, 3);
  await until(() => healthOf(resourceId));
  if ((await hostOf(resourceId)) !== second) await operationEnded(ctx, await move(second));
  await drainHost(ctx, { host: second, atOnce: 1 });
  await until(async () => ((await drainOf(second))?.drain?.status === "running" ? true : null));
  await FAULTS[fault]?.(second);
  const after = await until(async () => {
    const host = await drainOf(second);
    return host && host.drain?.status !== "running" ? host : null;
  });
  drains[fault] = [after?.drain?.status, after?.databases, await until(() => healthOf(resourceId))];
  await activateHost(ctx, { host: second });
  await until(async () => ((await drainOf(second))?.state === "ready" ? true : null));
}
tell("drained", drains);

// A master is killed with what Berth works by.
const safe = await askForDatabase(ctx, "safe", "1g-ha");
tell("made", (await operationEnded(ctx, safe)).status);
const group = await watchGroup(ctx, safe.resourceId);
const url = await urlOf(ctx, safe.resourceId);
const failovers: Record<string, unknown> = {};
for (const fault of Object.keys(FAULTS)) {
  const master = await group.master();
  const elsewhere = hosts.find(({ name }) => name !== master.host && name !== first) ?? { id: "", name: "" };
  const service = await holdOn(ctx, "safe", elsewhere);
  const writer = await startHostWriter(fault, { host: elsewhere.name, service, url });
  await writer.wrote(50);
  await ask("kill", master.host, master.service);
  await FAULTS[fault]?.(second);
  const goesOn = await writer.wrote(50);
  const after = await group.whole();
  const { lost } = await writer.report();
  failovers[fault] = [goesOn, after?.nodes.map(({ state }) => state).sort(), lost];
  await ctx.engine.removeService(service, 60_000);
}
tell("failed over", failovers);

// A host joins.
const joins: Record<string, unknown> = {};
for (const fault of Object.keys(FAULTS)) {
  await ask("join", fourth);
  await until(async () => ((await ctx.engine.listHosts()).length === 4 ? true : null));
  await FAULTS[fault]?.(second);
  joins[fault] = (await hostsWithin(ctx, 4))?.length;
  const left = await drainOf(fourth);
  await ask("docker", fourth, "swarm", "leave", "--force");
  await until(async () => ((await drainOf(fourth))?.state === "down" ? true : null));
  await ask("docker", first, "node", "rm", "--force", left?.id ?? "");
  await until(async () => ((await ctx.engine.listHosts()).length === 3 ? true : null));
}
tell("joined", joins);
tell("left over", await berth.stop());
// What waits for the next word keeps it from ending.
process.exit(0);
