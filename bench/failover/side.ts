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
import { countNodes, holdOn, startOnHosts, urlOf, watchGroup } from "../../tests/engine/on-many-hosts";
import { ask, startHostWriter, tell, until } from "../../tests/engine/story-side";
import { FAULTS, type Fault } from "./faults";

const APP = "bench";
/** Some 300 writes a second of each client: as fast as they can they would need the processors that a failover needs, all hosts being one machine. */
const PAUSE_MS = 3;
const ALONE = "bench-alone";
/** So many rounds begin with what takes long: a gateway alone is lost, and a host is away until Swarm has put its own Redis elsewhere. */
const LONG_ROUNDS = 3;
/** Of each replica or Sentinel its fields and their values by turns. */
const Fields = z.array(z.array(z.string()));

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

/** What a Sentinel knows of the group's replicas, or of the other Sentinels. */
const listOf = async (sentinel: RedisTarget, what: "REPLICAS" | "SENTINELS") =>
  Fields.parse(await say(sentinel, "SENTINEL", what, `${resourceId}.1`));

const fieldOf = (fields: readonly string[], name: string) => fields[fields.indexOf(name) + 1];

/** Which priority a Sentinel has last seen of a replica. */
async function priorityOf(sentinel: RedisTarget, replica: string): Promise<string | undefined> {
  const replicas = await listOf(sentinel, "REPLICAS");
  return fieldOf(replicas.find((one) => fieldOf(one, "ip") === replica) ?? [], "slave-priority");
}

/** Whether each Sentinel has seen every node and Sentinel of the group again: one that it still takes for down is left out of a failover. */
async function isSeenWhole(): Promise<true | null> {
  for (const sentinel of await sentinels())
    for (const what of ["REPLICAS", "SENTINELS"] as const) {
      const flags = (await listOf(sentinel, what)).map((one) => fieldOf(one, "flags"));
      if (flags.length !== 2 || flags.some((flag) => flag !== "slave" && flag !== "sentinel")) return null;
    }
  return true;
}

/** What the Sentinels did in the last minutes: where clients elsewhere lost something, it tells why. */
async function logOfSentinels(): Promise<string> {
  const words = ["service", "logs", "--raw", "--since", "3m"];
  const logs = [];
  for (const { serviceName } of await sentinels())
    logs.push(serviceName, await ask("docker", first, ...words, serviceName));
  return logs.join("\n");
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

/** What is done to the host of the master, and to the master; and what mends it, where it does not mend itself. */
const HURT: Record<Fault, { hurt: (host: string, master: string) => Promise<unknown>; healed?: string }> = {
  "host without power": { hurt: (host) => ask("powerOff", host), healed: "powerOn" },
  "host cut off": { hurt: (host) => ask("cut", host), healed: "mend" },
  "gateway lost": { hurt: (host) => ask("powerOff", host), healed: "powerOn" },
  "Redis killed": { hurt: (host, master) => ask("kill", host, master) },
  "Redis stopped": { hurt: (host, master) => ask("stop", host, master) },
};

/**
 * The host that is hurt, and the master. A lost host is one that Swarm has its own Redis on, so that both are seen in the same round, and has
 * the master, but where a gateway alone is to be lost; with a fault of Redis alone the master is where it is.
 */
async function placesOf(fault: Fault, isHostLost: boolean) {
  if (!isHostLost) {
    const { host, service } = await group.master();
    return { host, master: service };
  }
  const host = await until(() => hostOf(ALONE));
  if (host === null) throw new Error("Swarm has not started its Redis");
  return { host, master: await bringMasterTo(fault === "gateway lost" ? first : host) };
}

async function round(fault: Fault, number: number, isLong: boolean) {
  const { hurt, healed } = HURT[fault];
  if (!(await until(isSeenWhole))) throw new Error(`before ${fault} a Sentinel takes something for down`);
  const { host, master } = await placesOf(fault, healed !== undefined);
  const others = hosts.map(({ name }) => name).filter((name) => name !== host);
  const at = (place: string, to = url) => ({
    host: place,
    service: holderOn(place),
    url: to,
    pauseMs: PAUSE_MS,
  });
  const elsewhere = [];
  for (const [index, name] of others.entries())
    elsewhere.push(await startHostWriter(`other-${index}-${number}`, at(name)));
  const alone =
    isLong && healed ? await startHostWriter(`alone-${number}`, at(first, `redis://${ALONE}:6379`)) : null;
  // Beside a master that is cut off only what asks that very node can write.
  const own = new URL(url);
  own.hostname = "127.0.0.1";
  const besideMaster = { ...at(host, own.href), service: master };
  const beside = await startHostWriter(
    `beside-${number}`,
    fault === "host cut off" ? besideMaster : at(host),
  );
  const writers = [...elsewhere, ...(alone ? [alone] : [])];
  for (const writer of [...writers, beside]) {
    await writer.wrote(200);
    await writer.begin();
  }
  await hurt(host, master);
  for (const writer of writers) await writer.wrote(200);
  if (healed) await ask(healed, host);
  if (!(await group.whole())) throw new Error(`after ${fault} the database is not whole again`);
  // A host that was off starts its containers anew, the one that writers run beside among them.
  const label = `label=com.docker.swarm.service.name=${holderOn(host)}`;
  await until(async () => ((await ask("docker", host, "ps", "-q", "--filter", label)) === "" ? null : true));
  const lostBeside = await beside.reportBy(`other-0-${number}`);
  const reports = [];
  for (const writer of elsewhere) reports.push(await writer.report());
  return {
    fault,
    withoutWriteMs: Math.max(...reports.map(({ longestMs }) => longestMs)),
    lostElsewhere: reports.reduce((sum, { lost }) => sum + lost, 0),
    besideLost: lostBeside.lost,
    besideLostMs: lostBeside.lostMs,
    swarmMs: (await alone?.report())?.longestMs ?? null,
    nodesAfter: await countNodes(ctx, resourceId),
  };
}

const done = [];
for (let number = 0; number < Number(rounds); number += 1)
  for (const [index, { fault }] of FAULTS.entries()) {
    const isLong = number < LONG_ROUNDS;
    if (fault === "gateway lost" && !isLong) continue;
    const figures = await round(fault, number * FAULTS.length + index, isLong);
    process.stderr.write(`${JSON.stringify(figures)}\n`);
    if (figures.lostElsewhere > 0) process.stderr.write(`${await logOfSentinels()}\n`);
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
