import { DomainError } from "../core/errors";
import { MINUTE_MS, SECOND_MS } from "../core/units";
import { loadApp } from "../db/apps";
import type { Deps } from "./deps";
import { applyAppService, serviceNameOf } from "./parts/app-service";
import { begin, fail, succeed } from "./parts/ending";

/** Pulling an image may take a while. */
const START_TIMEOUT_MS = 5 * MINUTE_MS;
const SECOND_CHANCE_MS = 15 * SECOND_MS;

/** Starts the app's containers anew with its present variables, or for the first time. */
export async function restart(deps: Deps, operationId: string): Promise<void> {
  const { step } = deps;
  const { appId } = await begin(deps, operationId);
  try {
    await step("apply-service", () => applyAppService(deps, appId));
    await step("wait-for-containers", () => waitForContainers(deps, appId));
  } catch (error) {
    await fail(deps, operationId, error);
    return;
  }
  await succeed(deps, operationId);
}

async function waitForContainers(deps: Deps, appId: string): Promise<void> {
  const app = await loadApp(appId);
  const serviceName = serviceNameOf(deps.instance, app);
  if (!serviceName) return;
  const look = async (): Promise<Sight> => {
    if ((await loadApp(appId)).isBeingDeleted) return { state: "deleted" };
    const tasks = await deps.engine.listTasks(serviceName);
    const current = tasks.filter(({ revision }) => revision >= app.appliedRevision);
    if (current.some(({ state }) => state === "running")) return { state: "running" };
    const error = current.find((task) => task.error)?.error ?? null;
    return { state: current.some(({ state }) => state === "failed") ? "failed" : "starting", error };
  };
  const until = (states: Sight["state"][], timeoutMs: number) =>
    deps.waitUntil(async () => {
      const sight = await look();
      if (!states.includes(sight.state)) throw notStarted(sight);
      return sight;
    }, timeoutMs);

  const first = await until(["running", "failed", "deleted"], START_TIMEOUT_MS);
  // Swarm tries again by itself: a first failure may be a passing one.
  const sight = first.state === "failed" ? await until(["running", "deleted"], SECOND_CHANCE_MS) : first;
  if (sight.state === "deleted")
    throw new DomainError("conflict", "app_deleted", "The app was deleted meanwhile.");
}

type Sight = { state: "running" | "starting" | "failed" | "deleted"; error?: string | null };

const notStarted = ({ error }: Sight) =>
  new DomainError(
    "conflict",
    "app_not_started",
    `The app's container did not start. ${error ?? "It is still being prepared."}`,
  );
