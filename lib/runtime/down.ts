import { rmSync } from "node:fs";
import { dockerodeEngine } from "../adapters/docker/dockerode/engine";
import { stopPostgres } from "../adapters/postgres/process";
import { linkContainerName } from "../core/databases/names";
import { DomainError, hasReason, onlyUnavailable } from "../core/errors";
import { hostOfDoor } from "../core/hosts/engine-door";
import { MINUTE_MS } from "../core/units";
import type { DockerEngine, Resource } from "../ports/docker-engine";
import { poll, retry } from "../time/wait";
import { config } from "./config";
import { platform, postgresHome } from "./container";
import { findInstance } from "./instance";
import { endOrphans, findRunning } from "./running";
import { holderOf, listOthers } from "./shift";

const STOP_MS = MINUTE_MS;
const HOST_AWAY_MS = MINUTE_MS;
/** A node saves its data before it ends. */
const SERVICE_STOP_MS = 15 * MINUTE_MS;

/**
 * `bin/down`: stops Berth and removes what this instance made; with `isPurge` its data too. Safe to repeat.
 * @throws DomainError `conflict` reason `others_run` while another Berth of the instance runs: what would be removed is that one's, too.
 */
export async function down(print: (line: string) => void, { isPurge }: { isPurge: boolean }): Promise<void> {
  const { BERTH_DATA_DIR: dataDir, BERTH_DOCKER_SOCKET: socketPath } = config();
  const instance = findInstance(dataDir);
  if (!instance) {
    print(`There is no Berth in ${dataDir}.`);
    return;
  }
  await assertNoOthers(dataDir);
  await stopBerth(dataDir);
  const engine = dockerodeEngine({
    instance: instance.id,
    socketPath,
    // Needs the records, and so is asked for where there are other hosts alone.
    openDoor: (name) => platform().openDoor(name),
  });
  await releaseLinkedServices(engine);
  const hosts = await engine.listHosts();
  const away = new Set(hosts.flatMap(({ id, isReachable }) => (isPurge && !isReachable ? [id] : [])));
  const removed = await removeResources(engine, { instance: instance.id, isPurge, away });
  const names = hosts.flatMap(({ id, name }) => (away.has(id) ? [name] : []));
  if (names.length > 0)
    print(`What is left on ${names.join(", ")} stays: the engines there cannot be asked from here.`);
  print(`Removed from the engine: ${removed.length === 0 ? "nothing was there" : removed.join(", ")}.`);
  await stopPostgres(postgresHome(dataDir));
  if (!isPurge) {
    print(
      `The data stays in ${dataDir} and in the volumes: bin/up brings every database back, as long as nobody removes a volume.`,
    );
    return;
  }
  rmSync(dataDir, { recursive: true, force: true });
  print(`Removed ${dataDir}.`);
}

/** Others share a PostgreSQL of the operator's; one that is away tells of nobody. */
async function assertNoOthers(dataDir: string): Promise<void> {
  if (!config().DATABASE_URL) return;
  // The records are asked.
  platform();
  const others = await listOthers(holderOf(dataDir)).catch((error: unknown) => {
    onlyUnavailable(error);
    return [];
  });
  if (others.length > 0)
    throw new DomainError(
      "conflict",
      "others_run",
      `Another Berth of this instance runs (${others.join(", ")}), and bin/down takes away the databases of both. Stop it first; or stop this one alone with Ctrl-C, or by SIGTERM to bin/up.`,
    );
}

/** Asks the running Berth to stop and waits for it. */
async function stopBerth(dataDir: string): Promise<void> {
  const pid = findRunning(dataDir);
  if (pid) process.kill(pid, "SIGTERM");
  await poll(() => !findRunning(dataDir), { timeoutMs: STOP_MS, longestPauseMs: 500 });
  endOrphans(dataDir);
}

/** Services of others go on running, without what apps had set on them. */
async function releaseLinkedServices(engine: DockerEngine): Promise<void> {
  for (const { name, isLinked } of await engine.listForeignServices())
    if (isLinked) await engine.releaseLinkedService(name);
}

/** What other hosts hold is asked of their engines, by ways that go last. */
type Stage = { type: Resource["type"]; takes: (resource: Resource) => boolean };

async function stagesOf(engine: DockerEngine, instance: string, isPurge: boolean): Promise<Stage[]> {
  const ownId = (await engine.listHosts()).find(({ isOwn }) => isOwn)?.id;
  const isWay = ({ name }: Resource) =>
    name === linkContainerName(instance) || hostOfDoor(instance, name) !== null;
  const isFar = ({ hostId }: Resource) => hostId !== null && hostId !== ownId;
  const all = () => true;
  return [
    { type: "service", takes: (resource) => !isWay(resource) },
    { type: "container", takes: (resource) => !isWay(resource) },
    ...(isPurge ? [{ type: "volume" as const, takes: isFar }] : []),
    { type: "service", takes: isWay },
    { type: "container", takes: isWay },
    { type: "secret", takes: all },
    { type: "network", takes: all },
    ...(isPurge ? [{ type: "volume" as const, takes: (resource: Resource) => !isFar(resource) }] : []),
  ];
}

/**
 * In an order in which nothing is in use any more when its turn comes. Notes in `away` hosts whose engines cannot be asked. Answers what was
 * removed, for people.
 */
async function removeResources(
  engine: DockerEngine,
  { instance, isPurge, away }: { instance: string; isPurge: boolean; away: Set<string> },
): Promise<string[]> {
  const resources = await engine.listResources();
  const counts = new Map<Resource["type"], number>();
  for (const { type, takes } of await stagesOf(engine, instance, isPurge)) {
    const now = resources.filter((resource) => resource.type === type && takes(resource));
    const gone = await Promise.all(now.map((resource) => removeWhereReachable(engine, resource, away)));
    const count = gone.filter(Boolean).length;
    if (count > 0) counts.set(type, (counts.get(type) ?? 0) + count);
  }
  return [...counts].map(([type, count]) => `${count} ${type}${count === 1 ? "" : "s"}`);
}

/** False where the way to its host stays cut for a minute, in which it may start again; that host is then not waited for any more. */
async function removeWhereReachable(
  engine: DockerEngine,
  resource: Resource,
  away: Set<string>,
): Promise<boolean> {
  const isCut = (error: unknown) => hasReason(error, "host_unreachable");
  const { hostId } = resource;
  try {
    await retry(() => removeResource(engine, resource), {
      timeoutMs: HOST_AWAY_MS,
      passes: (error) => isCut(error) && !(hostId !== null && away.has(hostId)),
    });
    return true;
  } catch (error) {
    if (!isCut(error) || hostId === null) throw error;
    away.add(hostId);
    return false;
  }
}

async function removeResource(engine: DockerEngine, { type, name, hostId }: Resource): Promise<void> {
  switch (type) {
    case "service":
      return engine.removeService(name, SERVICE_STOP_MS);
    case "container":
      return engine.removeLocalContainer(name, hostId);
    case "secret":
      return engine.removeSecret(name);
    case "network":
      return engine.removeNetwork(name);
    case "volume":
      return engine.removeVolume(hostId ?? "", name);
  }
}
