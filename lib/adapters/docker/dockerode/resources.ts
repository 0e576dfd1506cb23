import { z } from "zod";
import type { Resource } from "../../../ports/docker-engine";
import type { EngineApi } from "./api";
import { localHostId } from "./hosts";
import { type Labels, madeBy, ownerOf } from "./labels";
import { ContainerAnswer, NetworkAnswer, ServiceAnswer } from "./schemas";
import { listSecrets } from "./secrets";
import { listVolumes } from "./volumes";

type Found = { name: string; labels: Labels };

/** Plain containers of the instance; those of a service belong to it and are not listed. */
async function listContainers(api: EngineApi): Promise<Found[]> {
  const containers = await api.ask(
    { method: "GET", path: "/containers/json", query: { all: true }, filters: madeBy(api.instance) },
    z.array(ContainerAnswer),
  );
  return containers
    .filter(({ Labels }) => Labels["com.docker.swarm.task.id"] === undefined)
    .map(({ Names, Labels }) => ({ name: Names[0]?.slice(1) ?? "", labels: Labels }));
}

export async function listResources(api: EngineApi): Promise<Resource[]> {
  const filters = madeBy(api.instance);
  const [hostId, services, networks, secrets, volumes, containers] = await Promise.all([
    localHostId(api),
    api.ask({ method: "GET", path: "/services", filters }, z.array(ServiceAnswer)),
    api.ask({ method: "GET", path: "/networks", filters }, z.array(NetworkAnswer)),
    listSecrets(api),
    listVolumes(api),
    listContainers(api),
  ]);
  const asResources = (type: Resource["type"], found: Found[], host: string | null): Resource[] =>
    found.map(({ name, labels }) => ({ type, name, hostId: host, owner: ownerOf(labels) }));
  const named = ({ Spec }: { Spec: { Name: string; Labels: Labels } }) => ({
    name: Spec.Name,
    labels: Spec.Labels,
  });
  return [
    ...asResources("service", services.map(named), null),
    ...asResources("container", containers, hostId),
    ...asResources(
      "network",
      networks.map(({ Name, Labels }) => ({ name: Name, labels: Labels })),
      null,
    ),
    ...asResources("secret", secrets.map(named), null),
    ...asResources(
      "volume",
      volumes.map(({ Name, Labels }) => ({ name: Name, labels: Labels })),
      hostId,
    ),
  ];
}
