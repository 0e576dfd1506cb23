// What `npm run bench -- failover` does within the network of the first of three hosts.
import { z } from "zod";
import { newClient } from "../../lib/adapters/redis/connection";
import { sentinelTargets } from "../../lib/core/availability/sentinel";
import { appNetworkName } from "../../lib/core/databases/names";
import { BERTH_USER, berthTarget, passwordOf } from "../../lib/core/databases/users";
import { loadDatabase } from "../../lib/db/databases";
import { findSentinels } from "../../lib/db/sentinels";
import type { RedisTarget } from "../../lib/ports/redis-admin";
import { linkOf } from "../../lib/runtime/certificates";
import { platform } from "../../lib/runtime/container";
import { removeAddon } from "../../lib/services/addons/remove-addon";
import { askForDatabase, operationEnded } from "../../tests/engine/control-plane";
import { holdOn, startOnHosts, urlOf, watchGroup } from "../../tests/engine/on-many-hosts";
import { ask, startHostWriter, tell, until } from "../../tests/engine/story-side";

const APP = "bench";
const ALONE = "bench-alone";
/** Of each replica its fields and their values by turns. */
const Fields = z.array(z.array(z.string()));
/** A gateway is lost with each of them; first without the master, while each host has one. */
const FAULTS = ["gateway lost", "cut off", "power off"] as const;
type Fault = (typeof FAULTS)[number];

const [, , first = "", rounds = "", image = ""] = process.argv;
const { ctx, hosts, stop } = await startOnHosts(first, 3);
const asked = await askForDatabase(ctx, APP, "1g-ha");
const { resourceId } = asked;
const made = await operationEnded(ctx, asked);
if (made.error) throw new Error(made.error.message);
const group = await watchGroup(ctx, resourceId);
const url = await urlOf(ctx, resourceId);
const link = await linkOf({ cipher: ctx.cipher, instance: ctx.instance, port: platform().linkPort })();
const holders = new Map<string, string>();
for (const host of hosts) holders.set(host.name, await holdOn(ctx, APP, host));
await ask(
  "docker",
  first,
  ...["service", "create", "--detach", "--name", ALONE, "--endpoint-mode", "dnsrr", "--no-resolve-image"],
  ...["--constraint", "node.role==worker", "--network", appNetworkName(ctx.instance, APP)],
  ...[image, "redis-server", "--protected-mode", "no", "--save", ""],
);

const holderOn = (host: string) => holders.get(host) ?? "";

/** Where a service's container runs now, by the name of the host. */
async function hostOf(service: string): Promise<string | null> {
  const filters = ["--filter", "desired-state=running", "--format", "{{.Node}} {{.CurrentState}}"];
  const lines = String(await ask("docker", first, "service", "ps", service, ...filters)).split("\n");
  return lines.find((line) => line.includes(" Running "))?.split(" ")[0] ?? null;
}

const sentinels = async () => sentinelTargets(ctx, await findSentinels());

async function say(target: RedisTarget, ...[name = "", ...words]: string[]): Promise<unknown> {
  const client = newClient(link, target).on("error", () => {});
  try {
    return await client.call(name, ...words);
  } finally {
    client.disconnect();
  }
}

/** Which priority a Sentinel has last seen of a replica. */
async function priorityOf(sentinel: RedisTarget, replica: string): Promise<string | undefined> {
  const replicas = Fields.parse(await say(sentinel, "SENTINEL", "REPLICAS", `${resourceId}.1`));
  const fields = replicas.find((one) => one[one.indexOf("ip") + 1] === replica) ?? [];
  return fields[fields.indexOf("slave-priority") + 1];
}

/** Has the master on that host, while no client is there to be hurt. */
async function bringMasterTo(host: string): Promise<string> {
  const database = await loadDatabase(group.databaseId);
  const [sentinel] = await sentinels();
  if (!sentinel) throw new Error("there are no Sentinels");
  for (;;) {
    const { nodes = [] } = (await group.whole()) ?? {};
    const wanted = nodes.find(({ hostName }) => hostName === host);
    if (!wanted) throw new Error("the group is not whole");
    if (wanted.state === "master") return wanted.name;
    for (const { name } of nodes) {
      const target = berthTarget(name, passwordOf(ctx, database, BERTH_USER));
      await say(target, "CONFIG", "SET", "replica-priority", name === wanted.name ? "1" : "100");
    }
    await until(async () => ((await priorityOf(sentinel, wanted.name)) === "1" ? true : null));
    await say(sentinel, "SENTINEL", "FAILOVER", `${resourceId}.1`);
    await until(async () => ((await group.master()).service === wanted.name ? true : null));
  }
}

const HURT = {
  "gateway lost": ["powerOff", "powerOn"],
  "cut off": ["cut", "mend"],
  "power off": ["powerOff", "powerOn"],
} as const;

async function round(fault: Fault, number: number) {
  const host = await until(() => hostOf(ALONE));
  if (host === null) throw new Error("Swarm has not started its Redis");
  const master = await bringMasterTo(fault === "gateway lost" ? first : host);
  const other = hosts.find(({ name }) => name !== host && name !== first)?.name ?? "";
  const at = (place: string, to = url) => ({ host: place, service: holderOn(place), url: to });
  const elsewhere = [
    await startHostWriter(`first-${number}`, at(first)),
    await startHostWriter(`other-${number}`, at(other)),
  ];
  const alone = await startHostWriter(`alone-${number}`, at(first, `redis://${ALONE}:6379`));
  const own = new URL(url);
  own.hostname = "127.0.0.1";
  const place = { host, service: master, url: own.href };
  const beside = fault === "cut off" ? await startHostWriter(`beside-${number}`, place) : null;
  for (const writer of [...elsewhere, alone, ...(beside ? [beside] : [])]) {
    await writer.wrote(200);
    await writer.begin();
  }
  const [hurt, heal] = HURT[fault];
  await ask(hurt, host);
  for (const writer of [...elsewhere, alone]) await writer.wrote(200);
  await ask(heal, host);
  await group.whole();
  // A host that was off starts its containers anew, the one that writers run beside among them.
  const label = `label=com.docker.swarm.service.name=${holderOn(host)}`;
  await until(async () => ((await ask("docker", host, "ps", "-q", "--filter", label)) === "" ? null : true));
  const lostBeside = await beside?.reportBy(`first-${number}`);
  const reports = [];
  for (const writer of elsewhere) reports.push(await writer.report());
  const { longestMs: swarmMs } = await alone.report();
  return {
    fault,
    withoutWriteMs: Math.max(...reports.map(({ longestMs }) => longestMs)),
    lostElsewhere: reports.reduce((sum, { lost }) => sum + lost, 0),
    besideLost: lostBeside?.lost ?? 0,
    besideLostMs: lostBeside?.lostMs ?? 0,
    swarmMs,
  };
}

const done = [];
for (let number = 0; number < Number(rounds); number += 1) {
  const figures = await round(FAULTS[number % FAULTS.length] ?? "cut off", number);
  process.stderr.write(`${JSON.stringify(figures)}\n`);
  done.push(figures);
}
tell("rounds", done);
await ask("docker", first, "service", "rm", ALONE);
for (const service of holders.values()) await ctx.engine.removeService(service, 60_000);
const { id } = await removeAddon(ctx, { app: APP, addon: resourceId, confirm: resourceId });
await operationEnded(ctx, { app: APP, operationId: id });
await stop();
// What waits for the next word keeps it from ending.
process.exit(0);
