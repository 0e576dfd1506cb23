import { type ChildProcess, spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { SECOND_MS } from "../core/units";
import { childEnvironment } from "./config";
import { log } from "./log";

const STATE_FILE = "running.json";
const LOG_BYTES_MAX = 20 * 1024 * 1024;
const STOP_MS = 15 * SECOND_MS;
const RESTART_FIRST_MS = 500;
const RESTART_MAX_MS = 10 * SECOND_MS;
/** A process that lived this long was healthy: its next restart is quick again. */
const HEALTHY_MS = 30 * SECOND_MS;

const State = z.object({
  pid: z.number(),
  children: z.array(z.object({ pid: z.number(), command: z.string() })),
});
type State = z.infer<typeof State>;

export type ProcessSpec = { name: string; args: string[]; environment?: Record<string, string> };

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

/**
 * Keeps processes running: one that ends is started again, after a pause that grows while it keeps ending at once. Their output
 * goes to `logs/<name>.log` of the data folder. `stop` asks them to end and insists after a while.
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
      env: childEnvironment(spec.environment ?? {}),
    });
    closeSync(output);
    children.set(spec.name, child);
    remember();
    child.once("exit", (code, signal) => {
      if (isStopping) return;
      log.error("process.ended", { name: spec.name, code, signal });
      const nextMs =
        Date.now() - startedAt > HEALTHY_MS ? RESTART_FIRST_MS : Math.min(pauseMs * 2, RESTART_MAX_MS);
      setTimeout(() => isStopping || start(spec, nextMs), pauseMs);
    });
  }

  async function stop(): Promise<void> {
    isStopping = true;
    await Promise.all([...children.values()].map(stopChild));
    rmSync(join(dataDir, STATE_FILE), { force: true });
  }

  remember();
  return { start, stop };
}

async function stopChild(child: ChildProcess): Promise<void> {
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

function openLog(dataDir: string, name: string): number {
  const path = join(dataDir, "logs", `${name}.log`);
  mkdirSync(join(dataDir, "logs"), { recursive: true, mode: 0o700 });
  if (existsSync(path) && statSync(path).size > LOG_BYTES_MAX) renameSync(path, `${path}.1`);
  return openSync(path, "a", 0o600);
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
