import { readdirSync, readFileSync } from "node:fs";

/** Of Linux on every machine that Berth runs on. */
const TICKS_PER_SECOND = 100;
const KIB_PER_MB = 1_000_000 / 1_024;

type Process = { pid: number; parent: number; name: string; ticks: number; isContainer: boolean };

/** CPU time of the processes and of all that they have started, in seconds. What runs in a container is counted there. */
export const cpuSeconds = (roots: number[]): number =>
  familyOf(roots).reduce((sum, { ticks }) => sum + ticks / TICKS_PER_SECOND, 0);

/** Resident memory of the same, in MB; what several share counts once. */
export const residentMb = (roots: number[]): number =>
  familyOf(roots).reduce((sum, { pid }) => sum + sharedOnceKib(pid), 0) / KIB_PER_MB;

/** Process ids of that name, the oldest first. */
export const findProcesses = (wanted: string): number[] =>
  listProcesses()
    .filter(({ name }) => name === wanted)
    .map(({ pid }) => pid)
    .sort((a, b) => a - b);

function familyOf(roots: number[]): Process[] {
  const processes = listProcesses();
  const wanted = new Set(roots);
  for (let size = 0; size !== wanted.size; ) {
    size = wanted.size;
    for (const { pid, parent } of processes) if (wanted.has(parent)) wanted.add(pid);
  }
  return processes.filter(({ pid, isContainer }) => wanted.has(pid) && !isContainer);
}

const listProcesses = (): Process[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)));

/** Empty when it has ended meanwhile. */
function readProcess(pid: number): Process[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const name = stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")"));
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const isContainer = readFileSync(`/proc/${pid}/cgroup`, "utf8").includes("/docker");
    const ticks = Number(fields[11]) + Number(fields[12]);
    return [{ pid, parent: Number(fields[1]), name, ticks, isContainer }];
  } catch {
    return [];
  }
}

/** @source https://docs.kernel.org/filesystems/proc.html ("Pss": a page that n processes map counts 1/n in each) */
function sharedOnceKib(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
