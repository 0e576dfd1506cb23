import { z } from "zod";
import { hasReason } from "../../../core/errors";
import type { EngineApi } from "./api";
import { removeContainer } from "./containers";
import { ContainerAnswer, type RawContainer } from "./schemas";

/** States of a container in which nothing of it runs. */
const AT_REST = ["created", "exited", "dead"];

/**
 * Removes containers of services that ended with their engine and of which Swarm knows nothing any more: it leaves them, and they hold what they
 * had. Answers which others `filters` find on the host.
 */
export async function removeForgotten(
  swarm: EngineApi,
  host: EngineApi,
  filters: Readonly<Record<string, string[]>>,
): Promise<RawContainer[]> {
  const containers = await host.ask(
    { method: "GET", path: "/containers/json", query: { all: true }, filters },
    z.array(ContainerAnswer),
  );
  const others: RawContainer[] = [];
  for (const container of containers)
    if (await isForgotten(swarm, container)) await removeContainer(host, container.Id);
    else others.push(container);
  return others;
}

async function isForgotten(swarm: EngineApi, { State, Labels }: RawContainer): Promise<boolean> {
  const taskId = Labels["com.docker.swarm.task.id"];
  if (taskId === undefined || !AT_REST.includes(State)) return false;
  try {
    await swarm.send({ method: "GET", path: `/tasks/${taskId}` });
    return false;
  } catch (error) {
    if (!hasReason(error, "engine_not_found")) throw error;
    return true;
  }
}
