import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ContainerReading } from "../../../ports/container-stats";

/** What only the container's own cgroup tells, in bytes; null where the kernel does not count it. */
export type CgroupMemory = {
  peakBytes: number | null;
  swapBytes: number | null;
  swapLimitBytes: number | null;
};

/** What the engine tells as well, which reads it here too. */
type Usage = Omit<ContainerReading, keyof CgroupMemory | "atMs">;

/** A container's cgroup: version 1 has a folder for each controller, version 2 one for all. */
export type Cgroup = { version: 1 | 2; dir: string; cpuDir: string };

/** Reads a file of the cgroup by its name; null when it is not there. */
type ReadFile = (name: string) => string | null;

/** `max` (version 2) and numbers as large as an address space (version 1) stand for "no limit". */
function bytesOf(text: string | null): number | null {
  if (text === null) return null;
  const value = Number(text.trim());
  return Number.isFinite(value) && value < 2 ** 62 ? value : null;
}

/** A number of a file of many, each on a line with its name. */
const numberIn = (text: string | null, name: string): number | null => {
  const line = text?.split("\n").find((one) => one.startsWith(`${name} `));
  return line === undefined ? null : bytesOf(line.slice(name.length));
};

/** https://docs.kernel.org/admin-guide/cgroup-v1/memory.html : `memsw` is memory and swap together. */
function readVersion1(read: ReadFile): CgroupMemory {
  const number = (name: string) => bytesOf(read(name));
  const [usage, both] = [number("memory.usage_in_bytes"), number("memory.memsw.usage_in_bytes")];
  const [limit, bothLimit] = [number("memory.limit_in_bytes"), number("memory.memsw.limit_in_bytes")];
  return {
    peakBytes: number("memory.max_usage_in_bytes"),
    // Two files, two moments: memory may have grown in between.
    swapBytes: usage !== null && both !== null ? Math.max(0, both - usage) : null,
    swapLimitBytes: limit !== null && bothLimit !== null ? Math.max(0, bothLimit - limit) : null,
  };
}

/** https://docs.kernel.org/admin-guide/cgroup-v2.html#memory ; `memory.peak` since Linux 5.19. */
const readVersion2 = (read: ReadFile): CgroupMemory => ({
  peakBytes: bytesOf(read("memory.peak")),
  swapBytes: bytesOf(read("memory.swap.current")),
  swapLimitBytes: bytesOf(read("memory.swap.max")),
});

/** Peak and swap of a container, whichever version its host has. */
export function readCgroupMemory(cgroup: Cgroup): CgroupMemory {
  const read = readFileOf(cgroup);
  return cgroup.version === 1 ? readVersion1(read) : readVersion2(read);
}

const MICROSECOND_NS = 1_000;

function cpuNanoseconds({ version, cpuDir }: Cgroup): number | null {
  if (version === 1) return bytesOf(readOrNull(join(cpuDir, "cpuacct.usage")));
  const microseconds = numberIn(readOrNull(join(cpuDir, "cpu.stat")), "usage_usec");
  return microseconds === null ? null : microseconds * MICROSECOND_NS;
}

const USAGE_FILES = {
  1: { usage: "memory.usage_in_bytes", limit: "memory.limit_in_bytes", cache: "total_inactive_file" },
  2: { usage: "memory.current", limit: "memory.max", cache: "inactive_file" },
};

/**
 * Processor and memory as the engine counts them, from the same files: asked, it looks up far more than that. Null when one is not to
 * be had, also the limit of a container without one, which only the engine knows.
 * @source https://docs.docker.com/reference/cli/docker/container/stats/ (cache that can be taken back does not count)
 */
export function readCgroupUsage(cgroup: Cgroup): Usage | null {
  const read = readFileOf(cgroup);
  const names = USAGE_FILES[cgroup.version];
  const cpu = cpuNanoseconds(cgroup);
  const [usage, limitBytes] = [bytesOf(read(names.usage)), bytesOf(read(names.limit))];
  const cacheBytes = numberIn(read("memory.stat"), names.cache);
  if (cpu === null || usage === null || limitBytes === null || cacheBytes === null) return null;
  return { cpuNanoseconds: cpu, usedBytes: Math.max(0, usage - cacheBytes), cacheBytes, limitBytes };
}

/** The kernel makes these files as they are read: there is no disk to wait for, and by way of a thread each costs ten times as much. */
function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    // Also when the container has ended while its files were read (ENODEV), or the worker may not look (EACCES).
    if (error instanceof Error && "code" in error) return null;
    throw error;
  }
}

export const readFileOf =
  ({ dir }: Cgroup): ReadFile =>
  (name) =>
    readOrNull(join(dir, name));

const foldersOf = async (dir: string): Promise<string[]> =>
  (await readdir(dir, { withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

/**
 * The cgroup of a container on this machine: below whatever parent the engine uses, by its id (driver `cgroupfs`) or as a scope
 * (driver `systemd`). Null when there is none to be seen.
 */
export async function findCgroup(containerId: string, root = "/sys/fs/cgroup"): Promise<Cgroup | null> {
  const isVersion2 = readOrNull(join(root, "cgroup.controllers")) !== null;
  const base = isVersion2 ? root : join(root, "memory");
  for (const parent of await foldersOf(base)) {
    for (const name of [containerId, `docker-${containerId}.scope`]) {
      const dir = join(base, parent, name);
      if (readOrNull(join(dir, "cgroup.procs")) === null) continue;
      if (isVersion2) return { version: 2, dir, cpuDir: dir };
      return { version: 1, dir, cpuDir: join(root, "cpuacct", parent, name) };
    }
  }
  return null;
}
