import { z } from "zod";
import type { Resource } from "../../../ports/docker-engine";
import type { EngineApi } from "./api";
import { type Labels, madeBy, ownerOf } from "./labels";
import { ContainerAnswer, NetworkAnswer, ServiceAnswer } from "./schemas";
import { listSecrets } from "./secrets";
import { type HostApi, ofEveryHost, type SwarmApi } from "./swarm-api";
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

/** What stands on one host; nothing of one that does not answer, whose things are its own until it does. */
async function listOn({ hostId, api }: HostApi): Promise<Resource[]> {
  const [volumes, containers] = await Promise.all([listVolumes(api), listContainers(api)]);
  return [
    ...containers.map(({ name, labels }) => ({
      type: "container" as const,
      name,
      hostId,
      owner: ownerOf(labels),
    })),
    ...volumes.map(({ Name, Labels }) => ({
      type: "volume" as const,
      name: Name,
      hostId,
      owner: ownerOf(Labels),
    })),
  ];
}

export async function listResources(api: SwarmApi): Promise<Resource[]> {
  const filters = madeBy(api.instance);
  const [services, networks, secrets, onHosts] = await Promise.all([
    api.ask({ method: "GET", path: "/services", filters }, z.array(ServiceAnswer)),
    api.ask({ method: "GET", path: "/networks", filters }, z.array(NetworkAnswer)),
    listSecrets(api),
    ofEveryHost(api, listOn),
  ]);
  const ofSwarm = (type: Resource["type"], found: Found[]): Resource[] =>
    found.map(({ name, labels }) => ({ type, name, hostId: null, owner: ownerOf(labels) }));
  const named = ({ Spec }: { Spec: { Name: string; Labels: Labels } }) => ({
    name: Spec.Name,
    labels: Spec.Labels,
  });
  return [
    ...ofSwarm("service", services.map(named)),
    ...ofSwarm(
      "network",
      networks.map(({ Name, Labels }) => ({ name: Name, labels: Labels })),
    ),
    ...ofSwarm("secret", secrets.map(named)),
    ...onHosts,
  ];
}
