import { z } from "zod";
import { DomainError, hasReason } from "../../../core/errors";
import type { LocalContainerSpec } from "../../../ports/docker-engine";
import type { EngineApi } from "./api";
import { removeContainer } from "./containers";
import { imageId } from "./images";
import { LABEL, ownerLabels } from "./labels";
import { Created, labels } from "./schemas";
import type { SwarmApi } from "./swarm-api";
import { tarOf } from "./tar";

const Inspected = z.object({
  Id: z.string(),
  State: z.object({ Status: z.string() }),
  Config: z.object({ Labels: labels }),
});

/** Asked for by itself: the list of all still calls one running for a moment that was just stopped. */
async function findContainer(api: EngineApi, name: string) {
  let container: z.infer<typeof Inspected>;
  try {
    container = await api.ask({ method: "GET", path: `/containers/${name}/json` }, Inspected);
  } catch (error) {
    if (hasReason(error, "engine_not_found")) return null;
    throw error;
  }
  if (container.Config.Labels[LABEL.instance] !== api.instance) {
    throw new DomainError(
      "conflict",
      "name_taken",
      `A container ${name} that this Berth did not make is on the engine.`,
    );
  }
  return container;
}

const start = (api: EngineApi, id: string): Promise<void> =>
  api.send({ method: "POST", path: `/containers/${id}/start` });

async function bodyOf(api: EngineApi, spec: LocalContainerSpec) {
  const port = `${spec.targetPort}/tcp`;
  const labels = ownerLabels(api.instance, { appId: null, databaseId: null });
  return {
    Image: await imageId(api, spec.image),
    Entrypoint: spec.command,
    User: spec.user,
    Labels: { ...labels, [LABEL.fingerprint]: spec.fingerprint, [LABEL.image]: spec.image },
    ExposedPorts: { [port]: {} },
    HostConfig: {
      NetworkMode: spec.network,
      PortBindings: { [port]: [{ HostIp: "127.0.0.1", HostPort: String(spec.publishedPort) }] },
      RestartPolicy: { Name: "always" },
      Memory: spec.memoryLimitBytes,
    },
  };
}

async function create(api: EngineApi, spec: LocalContainerSpec): Promise<void> {
  const body = await bodyOf(api, spec);
  const id = await api.ask(
    { method: "POST", path: "/containers/create", query: { name: spec.name }, body },
    Created,
  );
  await api.send({
    method: "PUT",
    path: `/containers/${id}/archive`,
    query: { path: "/" },
    file: tarOf(spec.files),
  });
  await start(api, id);
}

export async function applyLocalContainer(api: EngineApi, spec: LocalContainerSpec): Promise<void> {
  const standing = await findContainer(api, spec.name);
  // One that was made but never started may lack its files.
  const isUsable =
    standing?.Config.Labels[LABEL.fingerprint] === spec.fingerprint && standing.State.Status !== "created";
  if (standing && isUsable) {
    if (standing.State.Status !== "running") await start(api, standing.Id);
    return;
  }
  if (standing) await removeContainer(api, standing.Id);
  await create(api, spec);
}

export async function removeLocalContainer(
  swarm: SwarmApi,
  name: string,
  hostId: string | null,
): Promise<void> {
  const api = hostId === null ? swarm : await swarm.at(hostId);
  const container = await findContainer(api, name);
  if (container) await removeContainer(api, container.Id);
}
