import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { poll } from "../../time/wait";

const STOP_MS = 60_000;

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
  if (await poll(() => findPostgres(homeDir) !== pid, { timeoutMs: STOP_MS, longestPauseMs: 500 })) return;
  throw new Error(`PostgreSQL (process ${pid}) does not stop`);
}
