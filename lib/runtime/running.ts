import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { STATE_FILE } from "./supervisor";

const State = z.object({
  pid: z.number(),
  children: z.array(z.object({ pid: z.number(), command: z.string() })),
});
type State = z.infer<typeof State>;

/** Process id of the Berth that runs on this data folder; null when none does. */
export function findRunning(dataDir: string): number | null {
  const state = readState(dataDir);
  return state && isAlive(state.pid, "up.mjs") ? state.pid : null;
}

/** Ends what a killed Berth left running, so that its port and its work are free. */
export function endOrphans(dataDir: string): void {
  for (const { pid, command } of readState(dataDir)?.children ?? [])
    if (isAlive(pid, command)) process.kill(pid, "SIGKILL");
}

function readState(dataDir: string): State | null {
  const path = join(dataDir, STATE_FILE);
  return existsSync(path) ? State.parse(JSON.parse(readFileSync(path, "utf8"))) : null;
}

/** True when the process lives and is the one meant: its number may have gone to another program. */
function isAlive(pid: number, command: string): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync("/proc/self") || readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(command);
  } catch {
    return false;
  }
}
