import { setTimeout as delay } from "node:timers/promises";
import type { AppInput, ContainerStatsView } from "../../contract/apps";
import { appServiceName } from "../../core/databases/names";
import { DomainError } from "../../core/errors";
import type { ContainerReading } from "../../ports/container-stats";
import type { Task } from "../../ports/docker-engine";
import { requireApp } from "../access";
import type { Context } from "../context";

/** CPU is what was used between two readings; so long apart they tell something, and nobody waits for them. */
const BETWEEN_MS = 200;

/**
 * What the app's running containers use now, newest first; those that end meanwhile, or that this machine cannot ask, are left out.
 * @throws DomainError `not_found`; `unavailable` when the engine does not answer.
 */
export async function listContainerStats(
  ctx: Context,
  { app: name }: AppInput,
): Promise<ContainerStatsView[]> {
  const app = await requireApp(ctx, name, "look");
  if (app.source === "none") return [];
  const tasks = await ctx.engine.listTasks(app.service ?? appServiceName(ctx.instance, app.name));
  return (await Promise.all(tasks.map((task) => statsOf(ctx, task)))).flat();
}

async function statsOf(
  { containers }: Context,
  { id, hostId, containerId, state }: Task,
): Promise<ContainerStatsView[]> {
  if (hostId === null || containerId === null || state !== "running") return [];
  const container = { hostId, containerId };
  try {
    const before = await containers.readContainer(container);
    await delay(BETWEEN_MS);
    return [viewOf(id, before, await containers.readContainer(container))];
  } catch (error) {
    if (error instanceof DomainError && error.code === "not_found") return [];
    throw error;
  }
}

function viewOf(id: string, before: ContainerReading, now: ContainerReading): ContainerStatsView {
  const passedNanoseconds = (now.atMs - before.atMs) * 1_000_000;
  const used = Math.max(0, now.cpuNanoseconds - before.cpuNanoseconds);
  return {
    id,
    cpuPercent: passedNanoseconds > 0 ? (used / passedNanoseconds) * 100 : 0,
    usedBytes: now.usedBytes,
    limitBytes: now.limitBytes,
    highestBytes: now.peakBytes,
    swapBytes: now.swapBytes,
    swapLimitBytes: now.swapLimitBytes,
  };
}
