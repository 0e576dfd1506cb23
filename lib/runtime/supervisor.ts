import { type ChildProcess, spawn } from "node:child_process";
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { MINUTE_MS, SECOND_MS } from "../core/units";

/** Says in the data folder which processes are Berth's. */
export const STATE_FILE = "running.json";
const LOG_BYTES_MAX = 20 * 1024 * 1024;
const LOG_LOOK_MS = MINUTE_MS;
const STOP_MS = 15 * SECOND_MS;
const RESTART_FIRST_MS = 500;
const RESTART_MAX_MS = 10 * SECOND_MS;
/** A process that lived this long was healthy: its next restart is quick again. */
const HEALTHY_MS = 30 * SECOND_MS;

export type ProcessSpec = { name: string; args: string[]; environment: NodeJS.ProcessEnv };

/** A line of the log; the one of everybody else would be most of what this process is. */
export function logError(event: string, fields: Record<string, unknown> = {}): void {
  const line = JSON.stringify({ level: "error", time: new Date().toISOString(), ...fields, event });
  process.stdout.write(`${line}\n`);
}

/**
 * Keeps processes running: one that ends is started again, after a pause that grows while it keeps ending at once. Their output
 * goes to `logs/<name>.log` of the data folder; one of more than 20 MiB begins anew, and `<name>.log.1` has what it had. `stop` asks them to end and insists after a while.
 */
export function superviseProcesses(dataDir: string): {
  start(spec: ProcessSpec): void;
  stop(): Promise<void>;
} {
  const children = new Map<string, ChildProcess>();
  let isStopping = false;

  const remember = () => {
    const known = [...children.values()].flatMap(({ pid, spawnargs }) =>
      pid ? [{ pid, command: spawnargs.at(-1) ?? "" }] : [],
    );
    writeFileSync(join(dataDir, STATE_FILE), JSON.stringify({ pid: process.pid, children: known }), {
      mode: 0o600,
    });
  };

  function start(spec: ProcessSpec, pauseMs = RESTART_FIRST_MS): void {
    const startedAt = Date.now();
    const output = openLog(dataDir, spec.name);
    const child = spawn(process.execPath, spec.args, {
      stdio: ["ignore", output, output],
      env: spec.environment,
    });
    closeSync(output);
    children.set(spec.name, child);
    remember();
    child.once("exit", (code, signal) => {
      if (isStopping) return;
      logError("process.ended", { name: spec.name, code, signal });
      const nextMs =
        Date.now() - startedAt > HEALTHY_MS ? RESTART_FIRST_MS : Math.min(pauseMs * 2, RESTART_MAX_MS);
      setTimeout(() => isStopping || start(spec, nextMs), pauseMs);
    });
  }

  const watching = setInterval(() => {
    for (const name of children.keys()) rotateLog(logOf(dataDir, name), LOG_BYTES_MAX);
  }, LOG_LOOK_MS);

  async function stop(): Promise<void> {
    isStopping = true;
    clearInterval(watching);
    await Promise.all([...children.values()].map(stopChild));
    rmSync(join(dataDir, STATE_FILE), { force: true });
  }

  remember();
  return { start, stop };
}

/** Asks a process to end, and insists after a while. Resolves when it has. */
export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const insist = new AbortController();
  await Promise.race([
    exit,
    delay(STOP_MS, undefined, { signal: insist.signal }).then(
      () => child.kill("SIGKILL"),
      () => {},
    ),
  ]);
  insist.abort();
  await exit;
}

const logOf = (dataDir: string, name: string): string => join(dataDir, "logs", `${name}.log`);

function openLog(dataDir: string, name: string): number {
  mkdirSync(join(dataDir, "logs"), { recursive: true, mode: 0o700 });
  return openSync(logOf(dataDir, name), "a", 0o600);
}

/**
 * Moves what a log has into `<path>.1` once it has more than that. Whoever writes keeps the file open and goes on at its new end, so the
 * file is copied and emptied, not renamed; what is written in between is lost.
 */
export function rotateLog(path: string, bytesMax: number): void {
  if (!existsSync(path) || statSync(path).size <= bytesMax) return;
  copyFileSync(path, `${path}.1`);
  truncateSync(path);
}
