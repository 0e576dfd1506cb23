import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { makeDataDir, purgeBerth, startBerth } from "../e2e/berth";
import { dockerodeContainerStats } from "../lib/adapters/docker/dockerode/container-stats";
import { AddedAddonView } from "../lib/contract/addons";
import { CreatedAppView } from "../lib/contract/apps";
import { OperationView } from "../lib/contract/operations";
import { isFinished } from "../lib/core/operations/state";
import type { WatchedContainer } from "../lib/ports/container-stats";
import { type Administrator, becomeAdministrator } from "./administrator";

const DATABASES = 20;
const WATCHED_MS = 60_000;
const POLL_MS = 200;
/** Of Linux on every machine that Berth runs on. */
const TICKS_PER_SECOND = 100;
const APP = "twenty";

const Running = z.object({ pid: z.number() });

/** Share of one core that each of 20 real databases costs, idle: all of Berth, the engine, nodes, gateways and what watches them. */
export async function measureRealDatabases(): Promise<Record<string, number>> {
  const dataDir = makeDataDir();
  try {
    const administrator = await becomeAdministrator(await startBerth(dataDir));
    await makeDatabases(administrator);
    // The browser is no part of it.
    await administrator.close();
    return await watch(administrator);
  } finally {
    purgeBerth(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function makeDatabases({ submit, get }: Administrator): Promise<void> {
  await submit(
    { action: "createAppAction", path: "/apps/new", fields: { name: APP, source: "none" } },
    CreatedAppView,
  );
  for (let n = 0; n < DATABASES; n++) {
    const fields = { app: APP, provider: "redis", planId: "free", requestKey: randomUUID() };
    const form = { action: "addAddonAction", path: `/apps/${APP}/addons`, fields };
    const { operationId } = await submit(form, AddedAddonView);
    const read = async () =>
      OperationView.parse(await (await get(`/api/ui/apps/${APP}/operations/${operationId}`)).json());
    while (!isFinished((await read()).status)) await delay(POLL_MS);
  }
}

/** What each part used up so far, in seconds of CPU time. */
async function readParts({ berth }: Administrator): Promise<Record<string, number>> {
  const stats = dockerodeContainerStats({ instance: berth.instance.id });
  const used = async (role: WatchedContainer["role"]) => {
    const containers = (await stats.listContainers()).filter((container) => container.role === role);
    const readings = await Promise.all(containers.map(({ id }) => stats.readContainer(id)));
    return readings.reduce((sum, { cpuNanoseconds }) => sum + cpuNanoseconds / 1e9, 0);
  };
  const { pid } = Running.parse(JSON.parse(readFileSync(join(berth.dataDir, "running.json"), "utf8")));
  const engine = Number(readFileSync("/var/run/docker.pid", "utf8"));
  return {
    nodes: await used("node"),
    gateways: await used("gateway"),
    berth: cpuSeconds([pid]),
    engine: cpuSeconds([engine]),
  };
}

/** Percent of one core that a database costs, by what it goes to. */
async function watch(administrator: Administrator): Promise<Record<string, number>> {
  const [before, startedAt] = [await readParts(administrator), Date.now()];
  await delay(WATCHED_MS);
  const after = await readParts(administrator);
  const passed = (Date.now() - startedAt) / 1_000;
  return Object.fromEntries(
    Object.entries(after).map(([part, seconds]) => [
      part,
      ((seconds - (before[part] ?? 0)) / passed / DATABASES) * 100,
    ]),
  );
}

/** CPU time of the processes and of all that they have started. */
function cpuSeconds(roots: number[]): number {
  const processes = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)));
  const wanted = new Set(roots);
  for (let size = 0; size !== wanted.size; ) {
    size = wanted.size;
    for (const { pid, parent } of processes) if (wanted.has(parent)) wanted.add(pid);
  }
  return processes
    .filter(({ pid, isContainer }) => wanted.has(pid) && !isContainer)
    .reduce((sum, { ticks }) => sum + ticks / TICKS_PER_SECOND, 0);
}

/** Empty when it has ended meanwhile. What runs in a container is counted there. */
function readProcess(pid: number): { pid: number; parent: number; ticks: number; isContainer: boolean }[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const isContainer = readFileSync(`/proc/${pid}/cgroup`, "utf8").includes("/docker");
    return [{ pid, parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]), isContainer }];
  } catch {
    return [];
  }
}
