import { z } from "zod";
import { FIRST_START, laterStart } from "../../../core/databases/node-volume";
import { DomainError, hasReason } from "../../../core/errors";
import type { ServiceSpec } from "../../../ports/docker-engine";
import { poll, retry } from "../../../time/wait";
import type { EngineApi } from "./api";
import { removeForgotten } from "./forgotten-containers";
import { LABEL, startLabel, startLabels } from "./labels";
import { Created, NodeAnswer, type RawService, ServiceAnswer, TaskAnswer } from "./schemas";
import { sameMode, serviceBody, specHash } from "./service-body";
import type { SwarmApi } from "./swarm-api";

const CHANGED_WAIT_MS = 4_000;
const ENDED_WAIT_MS = 30_000;

/** A service as it stands, whoever made it; null when there is none. */
export async function readService(api: EngineApi, name: string): Promise<RawService | null> {
  try {
    const service = await api.ask(
      { method: "GET", path: `/services/${encodeURIComponent(name)}` },
      ServiceAnswer,
    );
    // The engine also finds a service by the beginning of its id.
    return service.Spec.Name === name ? service : null;
  } catch (error) {
    if (hasReason(error, "engine_not_found")) return null;
    throw error;
  }
}

/** A service of this instance. @throws DomainError `conflict` when somebody else's bears the name. */
export async function findOwnService(api: EngineApi, name: string): Promise<RawService | null> {
  const service = await readService(api, name);
  if (service && service.Spec.Labels[LABEL.instance] !== api.instance) {
    throw new DomainError(
      "conflict",
      "name_taken",
      `A service ${name} that this Berth did not make is on the engine.`,
    );
  }
  return service;
}

/** Sends a changed spec; the engine refuses it when the service was changed since it was read, or removed. */
export async function updateService(api: EngineApi, service: RawService, body: unknown): Promise<void> {
  const query = { version: service.Version.Index };
  try {
    await api.send({ method: "POST", path: `/services/${service.ID}/update`, query, body });
  } catch (error) {
    const isGone =
      hasReason(error, "engine_not_found") && (await readService(api, service.Spec.Name)) === null;
    if (!isGone) throw error;
    throw new DomainError(
      "conflict",
      "out_of_sequence",
      `The service ${service.Spec.Name} was removed meanwhile.`,
      {
        cause: error,
      },
    );
  }
}

/** Runs `attempt` until it gets through unchanged-since-read; each attempt must read anew. */
export async function withFreshRead<T>(name: string, attempt: () => Promise<T>): Promise<T> {
  const isChanged = (error: unknown) => hasReason(error, "out_of_sequence", "engine_conflict");
  try {
    return await retry(attempt, { timeoutMs: CHANGED_WAIT_MS, passes: isChanged, longestPauseMs: 400 });
  } catch (cause) {
    if (!isChanged(cause)) throw cause;
    const message = `The service ${name} is being changed by others all the time.`;
    throw new DomainError("unavailable", "engine_busy", message, { cause });
  }
}

/** True when what stands needs no change: it is newer, or the same. */
function isSettled({ Spec }: RawService, spec: ServiceSpec): boolean {
  const standing = Number(Spec.Labels[LABEL.revision]);
  if (standing !== spec.revision) return standing > spec.revision;
  // A later Berth may want it otherwise: what keeps data is not restarted for that.
  if (spec.volumes.length > 0) return true;
  return Spec.Labels[LABEL.spec] === specHash(spec) && sameMode(Spec, spec) === "same";
}

export async function applyService(api: SwarmApi, spec: ServiceSpec): Promise<void> {
  await withFreshRead(spec.name, async () => {
    const standing = await findOwnService(api, spec.name);
    if (standing && isSettled(standing, spec)) return;
    const startValues = standing
      ? laterStart(spec.startValues, standing.Spec.Labels[startLabel(FIRST_START)])
      : spec.startValues;
    const body = await serviceBody(api, { ...spec, startValues });
    if (standing && sameMode(standing.Spec, spec) !== "other mode") return updateService(api, standing, body);
    if (standing) await removeService(api, spec.name, spec.stopGraceMs + ENDED_WAIT_MS);
    await api.ask({ method: "POST", path: "/services/create", body }, Created);
  });
}

/** A change of its labels alone starts no container of a service anew. */
export async function setStartValues(
  api: EngineApi,
  name: string,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  await withFreshRead(name, async () => {
    const service = await findOwnService(api, name);
    if (!service) return;
    const { Labels: standing } = service.Spec;
    const wanted = startLabels(values);
    if (Object.entries(wanted).every(([label, value]) => standing[label] === value)) return;
    await updateService(api, service, { ...service.Spec, Labels: { ...standing, ...wanted } });
  });
}

/** True while tasks of the removed service or its containers on this machine are still there; a host that is gone ends its own when it is back. */
async function hasRemains(api: EngineApi, name: string, id: string | null): Promise<boolean> {
  const containers = await removeForgotten(api, api, { label: [`com.docker.swarm.service.name=${name}`] });
  if (containers.length > 0) return true;
  // Asking by the service fails once it is gone; its tasks are wanted removed until their containers are.
  const tasks = await api.ask(
    { method: "GET", path: "/tasks", filters: { "desired-state": ["remove"] } },
    z.array(TaskAnswer),
  );
  const left = tasks.filter(({ ServiceID }) => ServiceID === id);
  if (left.length === 0) return false;
  const hosts = await api.ask({ method: "GET", path: "/nodes" }, z.array(NodeAnswer));
  const gone = new Set(hosts.flatMap(({ ID, Status }) => (Status.State === "down" ? [ID] : [])));
  const known = new Set(hosts.map(({ ID }) => ID));
  return left.some(({ NodeID }) => !NodeID || (known.has(NodeID) && !gone.has(NodeID)));
}

export async function removeService(api: EngineApi, name: string, timeoutMs: number): Promise<void> {
  const service = await findOwnService(api, name);
  try {
    if (service) await api.send({ method: "DELETE", path: `/services/${service.ID}` });
  } catch (error) {
    if (!hasReason(error, "engine_not_found")) throw error;
  }
  const isGone = async () => !(await hasRemains(api, name, service?.ID ?? null));
  if (await poll(isGone, { timeoutMs })) return;
  throw new DomainError(
    "unavailable",
    "containers_remain",
    `The containers of ${name} were still stopping after ${Math.round(timeoutMs / 1_000)} s.`,
  );
}
