import { z } from "zod";
import { hasReason } from "../../../core/errors";
import type { CpuLoan } from "../../../ports/docker-engine";
import type { EngineApi } from "./api";
import { localHost } from "./hosts";
import { madeBy } from "./labels";
import { ContainerAnswer } from "./schemas";
import { findOwnService } from "./services";
import type { SwarmApi } from "./swarm-api";

const NANO = 1e9;

async function listRunning(api: EngineApi, serviceName: string): Promise<string[]> {
  const label = [...madeBy(api.instance).label, `com.docker.swarm.service.name=${serviceName}`];
  const containers = await api.ask(
    { method: "GET", path: "/containers/json", filters: { label } },
    z.array(ContainerAnswer),
  );
  return containers.map(({ Id }) => Id);
}

/** The service is never changed: that would start it anew. */
export async function lendCpus(swarm: SwarmApi, { hostId, serviceName, extraCpus }: CpuLoan): Promise<void> {
  const api = await swarm.at(hostId);
  const service = await findOwnService(swarm, serviceName);
  const own = service?.Spec.TaskTemplate.Resources?.Limits?.NanoCPUs;
  if (!own) return;
  const { cpus } = await localHost(api);
  const body = { NanoCpus: Math.min(own + Math.round(extraCpus * NANO), cpus * NANO) };
  for (const id of await listRunning(api, serviceName)) {
    try {
      await api.send({ method: "POST", path: `/containers/${id}/update`, body });
    } catch (error) {
      // It ended meanwhile; the next one starts with its own limit.
      if (!hasReason(error, "engine_not_found")) throw error;
    }
  }
}
