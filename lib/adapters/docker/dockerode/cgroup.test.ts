import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { findCgroup, readCgroupMemory, readCgroupUsage } from "./cgroup";

const ID = "59989a3da99bfa0f282dd15cf1364e402d9f3372855460fbd23850ec8dfeb273";
const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

/** A folder like `/sys/fs/cgroup`, with the files as they were recorded. */
function recorded(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), "berth-cgroup-"));
  roots.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), `${text}\n`);
  }
  return root;
}

const under = (dir: string, files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`${dir}/${name}`, text]));

/** A container with 128 MiB of memory and as much swap, of which 3 MiB are used. */
const VERSION_1 = {
  "cgroup.procs": "4711",
  "memory.usage_in_bytes": "21319680",
  "memory.memsw.usage_in_bytes": "24465408",
  "memory.limit_in_bytes": "134217728",
  "memory.memsw.limit_in_bytes": "268435456",
  "memory.max_usage_in_bytes": "21368832",
};
const VERSION_2 = {
  "cgroup.procs": "4711",
  "memory.current": "21319680",
  "memory.peak": "21368832",
  "memory.swap.current": "3145728",
  "memory.swap.max": "134217728",
};
const SAME = { peakBytes: 21_368_832, swapBytes: 3_145_728, swapLimitBytes: 134_217_728 };

async function read(files: Record<string, string>) {
  const cgroup = await findCgroup(ID, recorded(files));
  return cgroup && { version: cgroup.version, ...readCgroupMemory(cgroup) };
}

describe("the cgroup of a container", () => {
  it.each([
    ["version 1, cgroupfs", under(`memory/docker/${ID}`, VERSION_1), 1],
    ["version 1, systemd", under(`memory/system.slice/docker-${ID}.scope`, VERSION_1), 1],
    ["version 1, a parent of one's own", under(`memory/berth1/${ID}`, VERSION_1), 1],
    ["version 2, cgroupfs", { "cgroup.controllers": "cpu memory", ...under(`docker/${ID}`, VERSION_2) }, 2],
    [
      "version 2, systemd",
      { "cgroup.controllers": "cpu memory", ...under(`system.slice/docker-${ID}.scope`, VERSION_2) },
      2,
    ],
  ])("%s: peak and swap", async (_title, files, version) => {
    expect(await read(files)).toEqual({ version, ...SAME });
  });

  it("without limits and without the counting of swap, what is unknown is null and never zero", async () => {
    const { "memory.memsw.usage_in_bytes": _, "memory.memsw.limit_in_bytes": __, ...bare } = VERSION_1;
    const unlimited = { ...bare, "memory.limit_in_bytes": "9223372036854771712" };
    expect(await read(under(`memory/docker/${ID}`, unlimited))).toEqual({
      ...SAME,
      version: 1,
      swapBytes: null,
      swapLimitBytes: null,
    });
    const { "memory.peak": ___, ...old } = VERSION_2;
    const files = {
      "cgroup.controllers": "",
      ...under(`docker/${ID}`, { ...old, "memory.swap.max": "max" }),
    };
    expect(await read(files)).toEqual({
      version: 2,
      peakBytes: null,
      swapBytes: 3_145_728,
      swapLimitBytes: null,
    });
  });

  it("memory that grew between two files is no negative swap", async () => {
    const grown = { ...VERSION_1, "memory.usage_in_bytes": "24465409" };
    expect(await read(under(`memory/docker/${ID}`, grown))).toMatchObject({ swapBytes: 0 });
  });

  it("processor and memory are those that the engine tells, on either version", async () => {
    const told = { cpuNanoseconds: 81_934_000, usedBytes: 20_271_104, cacheBytes: 1_048_576 };
    const first = recorded({
      ...under(`memory/docker/${ID}`, {
        ...VERSION_1,
        "memory.stat": "inactive_file 4096\ntotal_inactive_file 1048576",
      }),
      [`cpuacct/docker/${ID}/cpuacct.usage`]: "81934000",
    });
    const second = recorded({
      "cgroup.controllers": "cpu memory",
      ...under(`system.slice/docker-${ID}.scope`, {
        ...VERSION_2,
        "memory.max": "134217728",
        "memory.stat": "anon 20271104\ninactive_file 1048576",
        "cpu.stat": "usage_usec 81934\nuser_usec 51000",
      }),
    });
    for (const root of [first, second]) {
      const cgroup = await findCgroup(ID, root);
      expect(cgroup && readCgroupUsage(cgroup)).toEqual({ ...told, limitBytes: 134_217_728 });
    }
  });

  it("the engine is asked when a file is missing, and for a limit that nobody set", async () => {
    const files = under(`docker/${ID}`, {
      ...VERSION_2,
      "memory.max": "max",
      "memory.stat": "inactive_file 0",
      "cpu.stat": "usage_usec 81934",
    });
    const broken = { [`docker/${ID}/memory.max`]: "134217728", [`docker/${ID}/cpu.stat`]: "" };
    for (const more of [{}, broken]) {
      const cgroup = await findCgroup(ID, recorded({ "cgroup.controllers": "", ...files, ...more }));
      expect(cgroup && readCgroupUsage(cgroup)).toBeNull();
    }
  });

  it("a container of another machine has none", async () => {
    expect(await read(under("memory/docker/another", VERSION_1))).toBeNull();
  });
});
