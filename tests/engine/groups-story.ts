// Told to `groups-hosts.integration.test.ts` line by line, since it must run in the network of the first of four hosts.

import { sentinelTargets } from "../../lib/core/availability/sentinel";
import { gatewayName } from "../../lib/core/databases/names";
import { findSentinels } from "../../lib/db/sentinels";
import { listPlans } from "../../lib/services/addons/list-plans";
import { removeAddon } from "../../lib/services/addons/remove-addon";
import { askForDatabase, operationEnded } from "./control-plane";
import { holdOn, startOnHosts, urlOf, watchGroup } from "./on-many-hosts";
import { ask, startHostWriter, tell, until } from "./story-side";

const HOSTS = 4;
const [, , first = ""] = process.argv;
const { ctx, hosts, stop } = await startOnHosts(first, HOSTS);
tell("is offered", (await listPlans(ctx)).find(({ id }) => id === "1g-ha")?.isAvailable);
const asked = await askForDatabase(ctx, "safe", "1g-ha");
const { resourceId } = asked;
const made = await operationEnded(ctx, asked);
tell("made", made.error?.message ?? made.status);
const group = await watchGroup(ctx, resourceId);
const places = (await group.whole())?.nodes.map(({ hostName }) => hostName ?? "") ?? [];
tell("on hosts", new Set(places).size);
const url = await urlOf(ctx, resourceId);
const holders = new Map<string, string>();
for (const host of hosts) holders.set(host.name, await holdOn(ctx, "safe", host));

/** Clients in the network of the app: on two hosts without the master, and on the master's own. */
async function startWriters(story: string, lost: string) {
  const [one = "", other = ""] = hosts.map(({ name }) => name).filter((name) => name !== lost);
  const writers = [];
  for (const host of [one, other, lost]) {
    const writer = await startHostWriter(`${story}-${host}`, { host, service: holders.get(host) ?? "", url });
    await writer.wrote(50);
    await writer.begin();
    writers.push(writer);
  }
  return { elsewhere: writers.slice(0, 2), beside: writers[2] };
}

type Fault = {
  hurt: (master: { host: string; service: string }) => Promise<unknown>;
  /** Redis is asked to end, which it does once its replicas have everything. */
  isAsked?: boolean;
  heal?: (host: string) => Promise<unknown>;
};

/** What clients of a fault have seen: those on other hosts, and that on the lost one. */
async function suffer(story: string, { hurt, heal = async () => {}, isAsked = false }: Fault) {
  const master = await group.master();
  const failovers = await group.count("failover");
  const { elsewhere, beside } = await startWriters(story, master.host);
  await hurt(master);
  const isTold = await until(async () => ((await group.count("failover")) > failovers ? true : null));
  const goesOn = [];
  for (const writer of elsewhere) goesOn.push(await writer.wrote(50));
  await heal(master.host);
  const after = await group.whole();
  const [reader] = elsewhere;
  const near = await beside?.reportBy(reader?.name ?? "");
  const reports = [];
  for (const writer of elsewhere) reports.push(await writer.report());
  tell(story, {
    "failover is told": isTold,
    "writes go on": goesOn.every(Boolean),
    "is whole again": after?.nodes.map(({ state }) => state).sort(),
    // With several programs the write that one of them has under way may be acknowledged before any replica was sent it
    // (`findings/redis-answers-before-the-replicas-copy.sh`), never more than that.
    "lost more than what was under way": reports.filter(({ lost }) => lost > (isAsked ? 0 : 1)).length,
  });
  tell(
    `${story}, lost elsewhere`,
    reports.map(({ lost }) => lost),
  );
  tell(`${story}, without a write ms`, Math.max(...reports.map(({ longestMs }) => longestMs)));
  tell(`${story}, beside the master`, near);
}

/** The hosts where gateways run. */
async function gatewayHosts(): Promise<string[]> {
  const tasks = await ctx.engine.listTasks(gatewayName({ instance: ctx.instance, resourceId }));
  const running = tasks.filter(({ state }) => state === "running");
  return running.map(({ hostId }) => hosts.find(({ id }) => id === hostId)?.name ?? "");
}
tell("hosts with a gateway", new Set(await gatewayHosts()).size);

await suffer("cut off and mended", {
  hurt: ({ host }) => ask("cut", host),
  heal: (host) => ask("mend", host),
});
await suffer("Redis killed", { hurt: ({ host, service }) => ask("kill", host, service) });
await suffer("Redis stopped", { hurt: ({ host, service }) => ask("stop", host, service), isAsked: true });

// A host that does not come back, until its node stands elsewhere.
const workers = (await group.whole())?.nodes.filter(({ hostName }) => hostName !== first) ?? [];
const withGateway = await gatewayHosts();
const isOnlyGateway = ({ state, hostName }: (typeof workers)[number]) =>
  state === "replica" && withGateway.includes(hostName ?? "");
const going = workers.find(isOnlyGateway) ?? workers[0];
const lost = going?.hostName ?? "";
const former = going?.name ?? "";
const writer = await startHostWriter("lost", { host: first, service: holders.get(first) ?? "", url });
await writer.wrote(50);
await writer.begin();
await ask("powerOff", lost);
const waits = await until(async () => {
  const trouble = (await group.now())?.trouble;
  return trouble?.includes("unless it is back by") ? true : null;
});
tell("the page says until when", waits);
tell("made anew", await until(async () => ((await group.count("node_replaced")) === 1 ? true : null)));
const anew = await group.whole();
tell("on hosts again", new Set(anew?.nodes.map(({ hostName }) => hostName)).size);
tell(
  "the lost node is none of it",
  anew?.nodes.every(({ name }) => name !== former),
);
await ask("powerOn", lost);
const sentinels = sentinelTargets(ctx, await findSentinels());
const known = () => {
  const question = `${resourceId}.1`;
  return Promise.all(sentinels.map((sentinel) => ctx.groups.knows(sentinel, question)));
};
const isSettled = async () => {
  const members = (await group.whole())?.nodes.map(({ name }) => name) ?? [];
  const all = await known();
  const areRight = all.every(
    (one) => one?.others === 2 && one.replicas.every((name) => members.includes(name)),
  );
  return areRight && all.every((one) => one?.replicas.length === 2) ? true : null;
};
tell("Sentinels know who is left", await until(isSettled));
const isSwept = async () => {
  const left = await ask(
    "docker",
    lost,
    "ps",
    "-q",
    "--filter",
    `label=com.docker.swarm.service.name=${former}`,
  );
  return left === "" ? true : null;
};
tell("what came back is swept", await until(isSwept));
tell("Sentinels stay so", await until(isSettled));
const aside = await writer.report();
tell("lost with the host", aside.lost);
tell("a gateway lost, without a write ms", aside.longestMs);
// The new node is a full one: the group outlives another loss.
await suffer("Redis killed once more", { hurt: ({ host, service }) => ask("kill", host, service) });
tell("no host has all gateways", new Set(await gatewayHosts()).size > 1);

for (const service of holders.values()) await ctx.engine.removeService(service, 60_000);
const { id } = await removeAddon(ctx, { app: "safe", addon: resourceId, confirm: resourceId });
tell("removed", (await operationEnded(ctx, { app: "safe", operationId: id })).status);
tell("left over", await stop());
// What waits for the next word keeps it from ending.
process.exit(0);
