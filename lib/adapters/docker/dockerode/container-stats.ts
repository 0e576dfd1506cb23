import { lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type {
  ContainerReading,
  ContainerRef,
  ContainerStats,
  WatchedContainer,
} from "../../../ports/container-stats";
import type { EngineApi } from "./api";
import { appContainers } from "./app-containers";
import { type Cgroup, findCgroup, readCgroupMemory, readCgroupUsage, readFileOf } from "./cgroup";
import { countClients } from "./connections";
import { LABEL, madeBy } from "./labels";
import { ContainerAnswer, StatsAnswer, VolumesAnswer } from "./schemas";
import { type DockerOptions, ofEveryHost, swarmApi } from "./swarm-api";
import { volumeSizes } from "./volume-sizes";

const BLOCK_BYTES = 512;
/** Containers whose cgroup is remembered; far more than one machine runs. */
const REMEMBERED_MAX = 10_000;
/** One list of volumes answers for every volume that is new in a round. */
const VOLUMES_FRESH_MS = 5_000;

const NO_CGROUP = { peakBytes: null, swapBytes: null, swapLimitBytes: null };

const filtersOf = ({ instance }: EngineApi, databaseId: string | undefined) => ({
  label: [
    ...madeBy(instance).label,
    ...(databaseId === undefined ? [] : [`${LABEL.database}=${databaseId}`]),
  ],
});

async function listOn(api: EngineApi, databaseId: string | undefined): Promise<WatchedContainer[]> {
  const containers = await api.ask(
    { method: "GET", path: "/containers/json", query: { all: true }, filters: filtersOf(api, databaseId) },
    z.array(ContainerAnswer),
  );
  return containers.flatMap(({ Id, State, Labels }) => {
    const { [LABEL.role]: role, [LABEL.database]: databaseId } = Labels;
    const serviceName = Labels["com.docker.swarm.service.name"];
    const hostId = Labels["com.docker.swarm.node.id"];
    if ((role !== "node" && role !== "gateway") || !databaseId || !serviceName || !hostId) return [];
    return [{ hostId, containerId: Id, serviceName, databaseId, role, isRunning: State === "running" }];
  });
}

/** `one-shot` answers at once instead of waiting a second for a second reading: the difference is ours to take. */
async function readEngine(api: EngineApi, containerId: string) {
  const path = `/containers/${containerId}/stats`;
  return api.ask({ method: "GET", path, query: { stream: false, "one-shot": true } }, StatsAnswer);
}

/** Space that the files of a folder take, in bytes; hard links do not occur in a volume of Redis. */
async function diskBytes(dir: string): Promise<number> {
  const entries = await readdir(dir, { withFileTypes: true });
  const sizes = entries.map(async (entry) => {
    const path = join(dir, entry.name);
    try {
      return entry.isDirectory() ? await diskBytes(path) : (await lstat(path)).blocks * BLOCK_BYTES;
    } catch (error) {
      // Redis renames its temporary file in between.
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return 0;
      throw error;
    }
  });
  const own = (await lstat(dir)).blocks * BLOCK_BYTES;
  return (await Promise.all(sizes)).reduce((total, size) => total + size, own);
}

const isHidden = (error: unknown): boolean =>
  error instanceof Error && "code" in error && ["ENOENT", "EACCES", "EPERM"].includes(String(error.code));

async function orNull<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (isHidden(error)) return null;
    throw error;
  }
}

/** Where each volume of the instance stands on this machine; asked of the engine when a volume is new. */
function volumeFinder(api: EngineApi) {
  let places = new Map<string, string>();
  let asked: { atMs: number; answer: Promise<void> } | undefined;
  const ask = async () => {
    const { Volumes } = await api.ask(
      { method: "GET", path: "/volumes", filters: madeBy(api.instance) },
      VolumesAnswer,
    );
    places = new Map(Volumes.flatMap(({ Name, Mountpoint }) => (Mountpoint ? [[Name, Mountpoint]] : [])));
  };
  return async (name: string): Promise<string | null> => {
    if (!places.has(name)) {
      if (!asked || Date.now() - asked.atMs > VOLUMES_FRESH_MS) asked = { atMs: Date.now(), answer: ask() };
      await asked.answer;
    }
    return places.get(name) ?? null;
  };
}

/** What the host's own files say, where the container runs on this machine; else the engine's figures. */
export function dockerodeContainerStats(options: DockerOptions): ContainerStats {
  const swarm = swarmApi(options);
  const cgroups = new Map<string, Cgroup>();
  const placeOf = volumeFinder(swarm);
  const sizes = new Map<string, ReturnType<typeof volumeSizes>>();

  async function cgroupOf({ hostId, containerId }: ContainerRef): Promise<Cgroup | null> {
    const known = cgroups.get(containerId);
    if (known) return known;
    if (!(await swarm.isOwn(hostId))) return null;
    const found = await findCgroup(containerId);
    if (cgroups.size >= REMEMBERED_MAX) cgroups.clear();
    if (found) cgroups.set(containerId, found);
    return found;
  }

  async function sizeOf({ hostId, name }: { hostId: string; name: string }): Promise<number | null> {
    const known = sizes.get(hostId) ?? volumeSizes(await swarm.at(hostId));
    sizes.set(hostId, known);
    return known(name);
  }

  return {
    listContainers: (databaseId) => ofEveryHost(swarm, ({ api }) => listOn(api, databaseId)),
    ...appContainers(swarm),
    readContainer: async (container): Promise<ContainerReading> => {
      const cgroup = await cgroupOf(container);
      const own = cgroup ? readCgroupMemory(cgroup) : NO_CGROUP;
      const atMs = Date.now();
      const usage = cgroup && readCgroupUsage(cgroup);
      if (usage) return { atMs, ...usage, ...own };
      const { atText, reading } = await readEngine(await swarm.at(container.hostId), container.containerId);
      return { atMs: Date.parse(atText), ...reading, ...own };
    },
    countConnections: (container) =>
      orNull(async () => {
        const cgroup = await cgroupOf(container);
        const [pid] = ((cgroup && readFileOf(cgroup)("cgroup.procs")) ?? "").split("\n");
        return pid ? countClients(await readFile(`/proc/${pid}/net/tcp`, "utf8")) : null;
      }),
    measureVolume: async (volume) => {
      if (!(await swarm.isOwn(volume.hostId))) return sizeOf(volume);
      const place = await placeOf(volume.name);
      return place === null ? null : ((await orNull(() => diskBytes(place))) ?? sizeOf(volume));
    },
  };
}
