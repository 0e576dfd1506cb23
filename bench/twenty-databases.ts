import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { Berth } from "../e2e/berth";
import { dockerodeContainerStats } from "../lib/adapters/docker/dockerode/container-stats";
import type { WatchedContainer } from "../lib/ports/container-stats";
import { makeDatabases } from "./make-databases";
import { withBerth } from "./own-berth";
import { cpuSeconds, findProcesses, residentMb } from "./processes";
import { becomeProgram } from "./program";

const DATABASES = 20;
const WATCHED_MS = 60_000;
/** What only happens after a start, as a first collection of garbage, is over. */
const SETTLED_MS = 60_000;
const APP = "twenty";

const Running = z.object({ pid: z.number() });

export type Real = {
  /** Percent of one core that each of 20 real databases costs, idle, by what it goes to. */
  parts: Record<string, number>;
  /** Of a Berth without databases: percent of one core, and memory in MB. */
  idlePercent: number;
  idleMb: number;
};

/** What the Berth that is built in `buildDir` costs while nothing happens: alone, then with 20 real databases. */
export const measureRealDatabases = (buildDir?: string): Promise<Real> =>
  withBerth(async (berth) => {
    await delay(SETTLED_MS);
    const alone = () => ({ berth: cpuSeconds(rootsOf(berth)) });
    const { berth: idlePercent = 0 } = await watch(alone);
    const idleMb = residentMb(rootsOf(berth));
    await makeDatabases(berth, await becomeProgram(berth, buildDir), { app: APP, count: DATABASES });
    await delay(SETTLED_MS);
    const used = await watch(() => readParts(berth));
    const parts = Object.entries(used).map(([part, percent]) => [part, percent / DATABASES]);
    return { parts: Object.fromEntries(parts), idlePercent, idleMb };
  }, buildDir);

/** bin/up, whose children the others are, and PostgreSQL, which has left it. */
export function rootsOf({ dataDir }: Berth): number[] {
  const { pid } = Running.parse(JSON.parse(readFileSync(join(dataDir, "running.json"), "utf8")));
  const [postgres] = readFileSync(join(dataDir, "postgresql/data/postmaster.pid"), "utf8").split("\n");
  return [pid, Number(postgres)];
}

/** What each part used up so far, in seconds of CPU time. */
async function readParts(berth: Berth): Promise<Record<string, number>> {
  const stats = dockerodeContainerStats({ instance: berth.instance.id });
  const used = async (role: WatchedContainer["role"]) => {
    const containers = (await stats.listContainers()).filter((container) => container.role === role);
    const readings = await Promise.all(containers.map(stats.readContainer));
    return readings.reduce((sum, { cpuNanoseconds }) => sum + cpuNanoseconds / 1e9, 0);
  };
  return {
    nodes: await used("node"),
    gateways: await used("gateway"),
    berth: cpuSeconds(rootsOf(berth)),
    // Others on the machine are of somebody's private engines.
    engine: cpuSeconds(findProcesses("dockerd").slice(0, 1)),
  };
}

/** Percent of one core that each part uses. */
async function watch(
  read: () => Record<string, number> | Promise<Record<string, number>>,
): Promise<Record<string, number>> {
  const [before, startedAt] = [await read(), Date.now()];
  await delay(WATCHED_MS);
  const after = await read();
  const passed = (Date.now() - startedAt) / 1_000;
  const percent = ([part, seconds]: [string, number]) => ((seconds - (before[part] ?? 0)) / passed) * 100;
  return Object.fromEntries(Object.entries(after).map((entry) => [entry[0], percent(entry)]));
}
