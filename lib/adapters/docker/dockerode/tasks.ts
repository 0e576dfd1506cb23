import { z } from "zod";
import type { Task, TaskState } from "../../../ports/docker-engine";
import type { EngineApi } from "./api";
import { LABEL, LINK_LABEL } from "./labels";
import { type RawTask, TaskAnswer } from "./schemas";
import { readService } from "./services";

/** https://docs.docker.com/engine/swarm/how-swarm-mode-works/swarm-task-states/ */
export const TASK_STATES: Readonly<Record<string, TaskState>> = {
  running: "running",
  complete: "stopped",
  shutdown: "stopped",
  remove: "stopped",
  orphaned: "stopped",
  failed: "failed",
  rejected: "failed",
};

const isWanted = ({ DesiredState }: RawTask): boolean =>
  DesiredState === "running" || DesiredState === "ready";

/** A container that ended by itself, well or badly, and not because it was told to. */
export const endedByItself = ({ Status }: RawTask): boolean =>
  ["failed", "rejected", "complete"].includes(Status.State);

/** The engine's words, in people's words where they are known. */
function errorOf({ Status }: RawTask): string | null {
  if (Status.Err?.includes("unhealthy container")) return "its health check failed";
  const code = /^task: non-zero exit \((\d+)\)$/.exec(Status.Err ?? "")?.[1];
  if (code) return `the container ended by itself with exit code ${code}`;
  if (Status.Err) return Status.Err;
  return Status.State === "complete" ? "the container ended by itself with exit code 0" : null;
}

/** Its number among the tasks of its service; of a service with one on each host, the host. */
const placeOf = ({ Slot, NodeID }: RawTask): number | string | undefined => Slot ?? NodeID;

function taskOf(serviceName: string, raw: RawTask): Task {
  const container = raw.Spec.ContainerSpec;
  return {
    id: raw.ID,
    serviceName,
    name: `${serviceName}.${placeOf(raw)}.${raw.ID}`,
    revision: Number(container?.Labels[LABEL.revision] ?? container?.Labels[LINK_LABEL.revision] ?? 0),
    containerId: raw.Status.ContainerStatus?.ContainerID || null,
    hostId: raw.NodeID || null,
    state: TASK_STATES[raw.Status.State] ?? "starting",
    error: errorOf(raw),
    exitCode: endedByItself(raw) ? (raw.Status.ContainerStatus?.ExitCode ?? null) : null,
    image: container?.Labels[LABEL.image] ?? container?.Image ?? "",
    createdAt: new Date(raw.CreatedAt),
  };
}

/** Every task that the engine still knows of the service, wanted or not. */
async function readTasks(api: EngineApi, serviceName: string): Promise<RawTask[]> {
  const service = await readService(api, serviceName);
  if (!service) return [];
  const { [LABEL.instance]: maker, [LINK_LABEL.instance]: linkedTo } = service.Spec.Labels;
  if ((maker ?? linkedTo) !== api.instance) return [];
  const raw = await api.ask(
    { method: "GET", path: "/tasks", filters: { service: [service.ID] } },
    z.array(TaskAnswer),
  );
  return raw.filter(({ ServiceID }) => ServiceID === service.ID);
}

export async function hasOlderTasks(api: EngineApi, serviceName: string, revision: number): Promise<boolean> {
  const tasks = (await readTasks(api, serviceName)).map((raw) => taskOf(serviceName, raw));
  return tasks.some((task) => task.revision < revision && ["starting", "running"].includes(task.state));
}

export async function listTasks(api: EngineApi, serviceName: string): Promise<Task[]> {
  const newestFirst = (await readTasks(api, serviceName)).sort((a, b) =>
    b.CreatedAt.localeCompare(a.CreatedAt),
  );
  const placesWithEnded = new Set<number | string | undefined>();
  const shown = newestFirst.filter((task) => {
    if (isWanted(task)) return true;
    if (!endedByItself(task) || placesWithEnded.has(placeOf(task))) return false;
    placesWithEnded.add(placeOf(task));
    return true;
  });
  return shown.map((task) => taskOf(serviceName, task));
}
