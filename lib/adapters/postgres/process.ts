import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const STOP_MS = 60_000;
const PAUSE_MS = 100;

/** Folder of the server's files in that of an embedded PostgreSQL. */
export const postgresFiles = (homeDir: string): string => join(homeDir, "data");

/** The server's process id when it lives, from its own lock file. A process id taken over by another program does not count. */
export function findPostgres(homeDir: string): number | null {
  const dataDir = postgresFiles(homeDir);
  const lock = join(dataDir, "postmaster.pid");
  try {
    const pid = Number(readFileSync(lock, "utf8").split("\n")[0]);
    process.kill(pid, 0);
    return !existsSync("/proc/self") || readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(dataDir)
      ? pid
      : null;
  } catch {
    return null;
  }
}

/**
 * Stops the server cleanly, as `pg_ctl stop -m fast` does: open connections are closed. Nothing happens when none runs. Loads nothing
 * else, so that what watches it stays small.
 */
export async function stopPostgres(homeDir: string): Promise<void> {
  const pid = findPostgres(homeDir);
  if (pid === null) return;
  process.kill(pid, "SIGINT");
  for (const startedAt = Date.now(); findPostgres(homeDir) === pid; await delay(PAUSE_MS))
    if (Date.now() - startedAt > STOP_MS) throw new Error(`PostgreSQL (process ${pid}) does not stop`);
}
