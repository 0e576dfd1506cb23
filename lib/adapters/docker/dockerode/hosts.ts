import { z } from "zod";
import type { Host, HostAvailability } from "../../../ports/docker-engine";
import type { EngineApi } from "./api";
import { LABEL } from "./labels";
import {
  InfoAnswer,
  NodeAnswer,
  NodeSpecAnswer,
  type RawNode,
  type RawTask,
  ServiceAnswer,
  TaskAnswer,
} from "./schemas";
import { withFreshRead } from "./services";
import { mayAnswer, type SwarmApi } from "./swarm-api";

/** The machine whose engine this is; its id as the Swarm knows it. */
export async function localHost(api: EngineApi): Promise<{ id: string; cpus: number }> {
  const { NCPU, Swarm } = await api.ask({ method: "GET", path: "/info" }, InfoAnswer);
  return { id: Swarm.NodeID, cpus: NCPU };
}

const localHostId = async (api: EngineApi): Promise<string> => (await localHost(api)).id;

/** Memory that tasks of anyone but this instance have reserved, by host. */
async function reservedByOthers(api: EngineApi): Promise<Map<string, number>> {
  const [services, tasks] = await Promise.all([
    api.ask({ method: "GET", path: "/services" }, z.array(ServiceAnswer)),
    api.ask(
      { method: "GET", path: "/tasks", filters: { "desired-state": ["running"] } },
      z.array(TaskAnswer),
    ),
  ]);
  const own = new Set(
    services.filter(({ Spec }) => Spec.Labels[LABEL.instance] === api.instance).map(({ ID }) => ID),
  );
  const isOthers = ({ ServiceID }: RawTask): boolean => ServiceID === undefined || !own.has(ServiceID);
  const reserved = new Map<string, number>();
  for (const { NodeID, Spec } of tasks.filter(isOthers)) {
    if (!NodeID) continue;
    const bytes = Spec.Resources?.Reservations?.MemoryBytes ?? 0;
    reserved.set(NodeID, (reserved.get(NodeID) ?? 0) + bytes);
  }
  return reserved;
}

/** `unknown` is what a manager says of all hosts while it has just begun to lead: no reason to call one gone. */
function stateOf({ Spec, Status }: Pick<RawNode, "Spec" | "Status">): Host["state"] {
  if (Status.State === "down" || Status.State === "disconnected") return "down";
  if (Spec.Availability === "drain") return "drained";
  return Spec.Availability === "pause" || Status.State !== "ready" ? "paused" : "ready";
}

export async function listHosts(api: SwarmApi): Promise<Host[]> {
  const [nodes, localId, reserved] = await Promise.all([
    api.ask({ method: "GET", path: "/nodes" }, z.array(NodeAnswer)),
    localHostId(api),
    reservedByOthers(api),
  ]);
  const hosts = nodes.map(async ({ ID, Spec, Status, Description }) => {
    const isOwn = ID === localId;
    const state = stateOf({ Spec, Status });
    return {
      id: ID,
      name: Description.Hostname,
      cpus: Description.Resources.NanoCPUs / 1e9,
      memoryBytes: Description.Resources.MemoryBytes,
      reservedByOthersBytes: reserved.get(ID) ?? 0,
      state,
      isReady: state === "ready",
      engineVersion: Description.Engine.EngineVersion,
      isOwn,
      isReachable: isOwn || (mayAnswer({ Spec, Status }) && (await api.findVersion(ID)) !== null),
    };
  });
  return (await Promise.all(hosts)).sort((a, b) => a.name.localeCompare(b.name));
}

export async function setAvailability(
  api: EngineApi,
  hostId: string,
  availability: HostAvailability,
): Promise<void> {
  const path = `/nodes/${encodeURIComponent(hostId)}`;
  await withFreshRead(hostId, async () => {
    const { Version, Spec } = await api.ask({ method: "GET", path }, NodeSpecAnswer);
    if (Spec.Availability === availability) return;
    const body = { ...Spec, Availability: availability };
    await api.send({ method: "POST", path: `${path}/update`, query: { version: Version.Index }, body });
  });
}
