import { DomainError } from "../../../core/errors";
import { KIB, MIB } from "../../../core/units";
import type { ShortRunEnd, ShortRunSpec } from "../../../ports/docker-engine";
import type { EngineApi } from "./api";
import { removeContainer, waitForExit, withContainer } from "./containers";
import { localHost } from "./hosts";
import { imageIdAt } from "./images";
import { ownerLabels } from "./labels";
import type { SwarmApi } from "./swarm-api";

const OUTPUT_BYTES = 64 * KIB;
const OUTPUT_MS = 15_000;
const PROCESSES_MAX = 64;
const LEAST_MEMORY_BYTES = 16 * MIB;

export async function runShortly(swarm: SwarmApi, spec: ShortRunSpec): Promise<ShortRunEnd> {
  const api = await swarm.at(spec.hostId);
  await removeContainer(api, spec.name);
  return withContainer(api, { name: spec.name, body: await bodyOf(swarm, api, spec) }, async (id) => {
    await api.send({ method: "POST", path: `/containers/${id}/start` });
    const exitCode = await waitForExit(api, id, spec.timeoutMs);
    if (exitCode === null) throw timedOut(spec);
    return { exitCode, output: await readOutput(api, id) };
  });
}

const timedOut = ({ name, timeoutMs }: ShortRunSpec): DomainError =>
  new DomainError("unavailable", "run_timed_out", `${name} did not end within ${timeoutMs / 1_000} s.`);

/** What it reads may be a stranger's: it has no network, no rights, and nothing to write to but its volumes. */
const bodyOf = async (swarm: SwarmApi, api: EngineApi, spec: ShortRunSpec) => ({
  Image: await imageIdAt(swarm, spec.hostId, spec.image),
  Entrypoint: spec.command,
  User: spec.user,
  Tty: true,
  Labels: ownerLabels(api.instance, spec.owner),
  HostConfig: {
    NetworkMode: "none",
    ReadonlyRootfs: true,
    CapDrop: ["ALL"],
    SecurityOpt: ["no-new-privileges"],
    PidsLimit: PROCESSES_MAX,
    Memory: Math.max(LEAST_MEMORY_BYTES, spec.memoryLimitBytes),
    // The engine refuses more than the host has.
    NanoCpus: Math.round(Math.min(spec.cpus, (await localHost(api)).cpus) * 1e9),
    Mounts: spec.volumes.map(({ name, path }) => ({ Type: "volume", Source: name, Target: path })),
  },
});

/** Its last lines, whatever the length of all of them; a terminal ends each with a carriage return. */
async function readOutput(api: EngineApi, id: string): Promise<string> {
  const call = {
    method: "GET",
    path: `/containers/${id}/logs`,
    query: { stdout: true, stderr: true },
  } as const;
  let end: Buffer = Buffer.alloc(0);
  for await (const chunk of await api.stream(call, AbortSignal.timeout(OUTPUT_MS)))
    end = Buffer.concat([end, chunk]).subarray(-OUTPUT_BYTES);
  return end.toString("utf8").replaceAll(/\r+\n/g, "\n");
}
