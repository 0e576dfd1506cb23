import type { AppInput, ContainerView } from "../../contract/apps";
import { appServiceName } from "../../core/databases/names";
import { requireApp } from "../access";
import type { Context } from "../context";

/**
 * The app's containers as the engine knows them now, newest first; empty for an app without any.
 * @throws DomainError `not_found`; `unavailable` when the engine does not answer.
 */
export async function listContainers(ctx: Context, { app: name }: AppInput): Promise<ContainerView[]> {
  const app = await requireApp(ctx, name, "look");
  if (app.source === "none") return [];
  const serviceName = app.service ?? appServiceName(ctx.instance, app.name);
  const [tasks, hosts] = await Promise.all([ctx.engine.listTasks(serviceName), ctx.engine.listHosts()]);
  const hostNames = new Map(hosts.map((host) => [host.id, host.name]));
  return tasks.map(({ id, containerId, state, error, image, hostId, createdAt }) => ({
    id,
    containerId,
    state,
    error,
    image,
    hostName: (hostId && hostNames.get(hostId)) ?? null,
    createdAt: createdAt.toISOString(),
  }));
}
