import { rmSync } from "node:fs";
import { dockerodeEngine } from "../adapters/docker/dockerode/engine";
import { stopPostgres } from "../adapters/postgres/process";
import { MINUTE_MS } from "../core/units";
import type { DockerEngine, Resource } from "../ports/docker-engine";
import { poll } from "../time/wait";
import { config } from "./config";
import { postgresHome } from "./container";
import { findInstance } from "./instance";
import { endOrphans, findRunning } from "./running";

const STOP_MS = MINUTE_MS;
/** A node saves its data before it ends. */
const SERVICE_STOP_MS = 15 * MINUTE_MS;

/** `bin/down`: stops Berth and removes what this instance made; with `isPurge` its data too. Safe to repeat. */
export async function down(print: (line: string) => void, { isPurge }: { isPurge: boolean }): Promise<void> {
  const { BERTH_DATA_DIR: dataDir, BERTH_DOCKER_SOCKET: socketPath } = config();
  const instance = findInstance(dataDir);
  if (!instance) {
    print(`There is no Berth in ${dataDir}.`);
    return;
  }
  await stopBerth(dataDir);
  const engine = dockerodeEngine({ instance: instance.id, socketPath });
  await releaseLinkedServices(engine);
  const removed = await removeResources(engine, isPurge);
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

/** In an order in which nothing is in use any more when its turn comes. Answers what was removed, for people. */
async function removeResources(engine: DockerEngine, isPurge: boolean): Promise<string[]> {
  const resources = await engine.listResources();
  const order: Resource["type"][] = [
    "service",
    "container",
    "secret",
    "network",
    ...(isPurge ? ["volume" as const] : []),
  ];
  const removed: string[] = [];
  for (const type of order) {
    const ofType = resources.filter((resource) => resource.type === type);
    await Promise.all(ofType.map((resource) => removeResource(engine, resource)));
    if (ofType.length > 0) removed.push(`${ofType.length} ${type}${ofType.length === 1 ? "" : "s"}`);
  }
  return removed;
}

async function removeResource(engine: DockerEngine, { type, name, hostId }: Resource): Promise<void> {
  switch (type) {
    case "service":
      return engine.removeService(name, SERVICE_STOP_MS);
    case "container":
      return engine.removeLocalContainer(name);
    case "secret":
      return engine.removeSecret(name);
    case "network":
      return engine.removeNetwork(name);
    case "volume":
      return engine.removeVolume(hostId ?? "", name);
  }
}
