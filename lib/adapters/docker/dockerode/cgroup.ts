import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** What only the container's own cgroup tells, in bytes; null where the kernel does not count it. */
export type CgroupMemory = {
  peakBytes: number | null;
  swapBytes: number | null;
  swapLimitBytes: number | null;
};

/** A container's cgroup: version 1 has a folder for each controller, version 2 one for all. */
export type Cgroup = { version: 1 | 2; dir: string };

/** Reads a file of the cgroup by its name; null when it is not there. */
type ReadFile = (name: string) => Promise<string | null>;

/** `max` (version 2) and numbers as large as an address space (version 1) stand for "no limit". */
function bytesOf(text: string | null): number | null {
  if (text === null) return null;
  const value = Number(text.trim());
  return Number.isFinite(value) && value < 2 ** 62 ? value : null;
}

/** https://docs.kernel.org/admin-guide/cgroup-v1/memory.html : `memsw` is memory and swap together. */
async function readVersion1(read: ReadFile): Promise<CgroupMemory> {
  const [usage, both, limit, bothLimit, peak] = await Promise.all(
    [
      "memory.usage_in_bytes",
      "memory.memsw.usage_in_bytes",
      "memory.limit_in_bytes",
      "memory.memsw.limit_in_bytes",
      "memory.max_usage_in_bytes",
    ].map(async (name) => bytesOf(await read(name))),
  );
  return {
    peakBytes: peak ?? null,
    // Two files, two moments: memory may have grown in between.
    swapBytes: usage != null && both != null ? Math.max(0, both - usage) : null,
    swapLimitBytes: limit != null && bothLimit != null ? Math.max(0, bothLimit - limit) : null,
  };
}

/** https://docs.kernel.org/admin-guide/cgroup-v2.html#memory ; `memory.peak` since Linux 5.19. */
async function readVersion2(read: ReadFile): Promise<CgroupMemory> {
  const [peak, swap, swapLimit] = await Promise.all(
    ["memory.peak", "memory.swap.current", "memory.swap.max"].map(async (name) => bytesOf(await read(name))),
  );
  return { peakBytes: peak ?? null, swapBytes: swap ?? null, swapLimitBytes: swapLimit ?? null };
}

/** Peak and swap of a container, whichever version its host has. */
export function readCgroupMemory(version: Cgroup["version"], read: ReadFile): Promise<CgroupMemory> {
  return version === 1 ? readVersion1(read) : readVersion2(read);
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
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
  const isVersion2 = (await readOrNull(join(root, "cgroup.controllers"))) !== null;
  const base = isVersion2 ? root : join(root, "memory");
  for (const parent of await foldersOf(base)) {
    for (const name of [containerId, `docker-${containerId}.scope`]) {
      const dir = join(base, parent, name);
      if ((await readOrNull(join(dir, "cgroup.procs"))) !== null) return { version: isVersion2 ? 2 : 1, dir };
    }
  }
  return null;
}
