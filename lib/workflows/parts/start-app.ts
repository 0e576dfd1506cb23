import { DomainError, hasReason, passesOr } from "../../core/errors";
import { withLastLines } from "../../core/operations/last-lines";
import { MINUTE_MS, SECOND_MS } from "../../core/units";
import { loadApp, setAppliedRevision } from "../../db/apps";
import type { Task } from "../../ports/docker-engine";
import type { Deps } from "../deps";
import { applyAppService, serviceNameOf } from "./app-service";

/** Pulling an image, or a health check, may take a while. */
const START_TIMEOUT_MS = 5 * MINUTE_MS;
const SECOND_CHANCE_MS = 15 * SECOND_MS;
/** As long as the engine itself watches a new container before it goes back to the old one. */
const STAY_MS = 5 * SECOND_MS;
const NOT_STARTED = "app_not_started";
const LAST_LINES = 3;
const LINE_LENGTH_MAX = 200;

type Wanted = { appId: string; revision: number };
type Watched = Wanted & { serviceName: string; isLinked: boolean };
type Sight = { state: "running" | "starting" | "failed" | "none"; task?: Task | undefined };

/**
 * Makes the app's containers run with its present variables; done when one of them has stayed up for a moment. Does nothing for an
 * app without containers. Safe to repeat. @throws DomainError `conflict` with how the container ended and its last lines.
 */
export async function startApp(deps: Deps, appId: string): Promise<void> {
  const revision = await applyAppService(deps, appId);
  if (revision !== null) await waitForContainers(deps, { appId, revision });
}

/** Resolves once a container of that revision has stayed up: only then it counts as applied. @throws DomainError as `startApp`. */
export async function waitForContainers(deps: Deps, wanted: Wanted): Promise<void> {
  const app = await loadApp(wanted.appId);
  const serviceName = serviceNameOf(deps.instance, app);
  if (!serviceName) return;
  const watched = { ...wanted, serviceName, isLinked: app.source === "service" };
  try {
    await settle(deps, watched, { ends: ["running", "failed", "none"], timeoutMs: START_TIMEOUT_MS });
  } catch (error) {
    if (!isFallen(error)) throw error;
    // Swarm tries again by itself, unless it went back to the old settings: a first failure may be a passing one.
    await settle(deps, watched, { ends: ["running", "none"], timeoutMs: SECOND_CHANCE_MS });
  }
  await setAppliedRevision(wanted.appId, wanted.revision);
}

const isFallen = (error: unknown): boolean => hasReason(error, NOT_STARTED);

async function settle(
  deps: Deps,
  watched: Watched,
  { ends, timeoutMs }: { ends: Sight["state"][]; timeoutMs: number },
): Promise<void> {
  let last: Sight = { state: "starting" };
  try {
    await deps.waitUntil(
      async () => {
        last = await look(deps, watched);
        if (!ends.includes(last.state)) throw notStarted(last.task);
      },
      { timeoutMs, passes: passesOr(NOT_STARTED) },
    );
    if (last.state === "failed") throw notStarted(last.task);
    if (last.state === "running")
      await deps.holds(async () => {
        last = await lookAgain(deps, watched, last);
        if (last.state !== "running") throw notStarted(last.task);
      }, STAY_MS);
  } catch (error) {
    throw isFallen(error) ? notStarted(last.task, await lastLines(deps, last.task)) : error;
  }
}

async function look(deps: Deps, { appId, revision, serviceName, isLinked }: Watched): Promise<Sight> {
  if ((await loadApp(appId)).isBeingDeleted)
    throw new DomainError("conflict", "app_deleted", "The app was deleted meanwhile.");
  const tasks = await deps.engine.listTasks(serviceName);
  const current = tasks.filter((task) => task.revision >= revision);
  const running = current.find(({ state }) => state === "running");
  if (running) return { state: "running", task: running };
  const troubled = current.find(({ error }) => error !== null);
  // Of a port or memory that the container before it still has the engine says at once that there is none.
  const isWaiting =
    troubled?.state === "starting" && (await deps.engine.hasOlderTasks(serviceName, revision));
  if (troubled && !isWaiting) return { state: "failed", task: troubled };
  // Its owner may have scaled it to none: there is nothing to wait for.
  const isEmpty = isLinked && tasks.every(({ state }) => state === "failed" || state === "stopped");
  return { state: isEmpty ? "none" : "starting", task: current[0] };
}

/** The same container once more. One that gave way to a still newer revision has not fallen. */
async function lookAgain(deps: Deps, { revision, serviceName }: Watched, { task }: Sight): Promise<Sight> {
  const tasks = await deps.engine.listTasks(serviceName);
  const same = tasks.find(({ id }) => id === task?.id);
  const isReplaced = tasks.some((other) => other.revision > revision);
  return { state: same?.state === "running" || isReplaced ? "running" : "failed", task: same ?? task };
}

function notStarted(task: Task | undefined, lines: readonly string[] = []): DomainError {
  const message = `The app's container did not stay up: ${task?.error ?? "it is still being prepared"}.`;
  return new DomainError("conflict", NOT_STARTED, withLastLines(message, lines));
}

/** What it wrote at last, where this machine's engine can tell. */
async function lastLines({ containers }: Deps, task: Task | undefined): Promise<string[]> {
  if (!task?.containerId || !task.hostId || task.error === null) return [];
  const { hostId, containerId } = task;
  try {
    const lines = await containers.readLogs({ hostId, containerId }, { linesMax: LAST_LINES });
    return lines.map(({ text }) => text.slice(0, LINE_LENGTH_MAX));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return [];
  }
}
