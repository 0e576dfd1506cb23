import { z } from "zod";
import { DomainError } from "../../../core/errors";
import type { AppContainer, ContainerEnd, ContainerStats } from "../../../ports/container-stats";
import type { EngineApi } from "./api";
import { LABEL, LINK_LABEL } from "./labels";
import { ContainerAnswer, TaskAnswer } from "./schemas";
import { ofEveryHost, type SwarmApi } from "./swarm-api";
import { endedByItself, TASK_STATES } from "./tasks";

const SERVICE_NAME = "com.docker.swarm.service.name";

/** Those of its own apps, and those of services that apps are linked to: of these one only since it was linked. */
const kindsOf = ({ instance }: EngineApi) => [
  [`${LABEL.instance}=${instance}`, `${LABEL.role}=app`],
  [`${LINK_LABEL.instance}=${instance}`],
];

async function listOn(api: EngineApi, serviceName: string | undefined): Promise<AppContainer[]> {
  const ofService = serviceName === undefined ? [] : [`${SERVICE_NAME}=${serviceName}`];
  const lists = await Promise.all(
    kindsOf(api).map((label) =>
      api.ask(
        {
          method: "GET",
          path: "/containers/json",
          query: { all: true },
          filters: { label: [...label, ...ofService] },
        },
        z.array(ContainerAnswer),
      ),
    ),
  );
  return lists.flat().flatMap(({ Id: containerId, State, Labels }) => {
    const { [SERVICE_NAME]: serviceName } = Labels;
    const hostId = Labels["com.docker.swarm.node.id"];
    const taskId = Labels["com.docker.swarm.task.id"];
    if (!serviceName || !hostId || !taskId) return [];
    return [{ hostId, containerId, serviceName, role: "app", taskId, isRunning: State === "running" }];
  });
}

/** The engine forgets a task with its container: of one that is gone nobody knows more than that it ended. */
async function findEnd(api: EngineApi, { taskId }: AppContainer): Promise<ContainerEnd | null> {
  try {
    const task = await api.ask({ method: "GET", path: `/tasks/${encodeURIComponent(taskId)}` }, TaskAnswer);
    const { State, Timestamp, ContainerStatus } = task.Status;
    if (!endedByItself(task)) return TASK_STATES[State] === "stopped" ? { isFall: false } : null;
    const at = Timestamp === undefined ? new Date() : new Date(Timestamp);
    return { isFall: true, at, exitCode: ContainerStatus?.ExitCode ?? null };
  } catch (error) {
    if (error instanceof DomainError && error.code === "not_found") return { isFall: false };
    throw error;
  }
}

/** What the engines tell of apps' containers. */
export const appContainers = (swarm: SwarmApi): Pick<ContainerStats, "listAppContainers" | "findEnd"> => ({
  listAppContainers: (serviceName) => ofEveryHost(swarm, ({ api }) => listOn(api, serviceName)),
  findEnd: (container) => findEnd(swarm, container),
});
