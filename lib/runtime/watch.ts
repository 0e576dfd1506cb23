import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { findPostgres, stopPostgres } from "../adapters/postgres/process";
import { SECOND_MS } from "../core/units";
import { logError, type ProcessSpec, stopChild, superviseProcesses } from "./supervisor";

const WATCH_MS = SECOND_MS;
const STARTER = fileURLToPath(new URL("start.mjs", import.meta.url));

/** What the starter tells: where everything is, once nobody else runs there; then, when all is prepared, what has to run. */
export type StarterMessage =
  | { kind: "begun"; dataDir: string; postgresDir: string | null }
  | { kind: "prepared"; processes: ProcessSpec[] };

/**
 * `bin/up` once everything is installed and built: what watches Berth until it is told to stop. It stays for as long as Berth runs and
 * loads nothing but this; whatever needs more is done by a starter, which ends.
 */
export async function watch(words: string[]): Promise<number> {
  const starter = spawn(process.execPath, ["--enable-source-maps", STARTER, ...words], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  let stopParts = async (): Promise<void> => {};
  let supervisor: ReturnType<typeof superviseProcesses> | undefined;
  const told = whenToldToStop();
  onMessage(starter, (message) => {
    if (message.kind === "prepared") {
      for (const spec of message.processes) supervisor?.start(spec);
      return;
    }
    const { dataDir, postgresDir } = message;
    const parts = superviseProcesses(dataDir);
    const stopWatching = postgresDir ? keepRunning(postgresDir, starter) : async () => {};
    supervisor = parts;
    stopParts = async () => {
      await stopWatching();
      await parts.stop();
      if (postgresDir) await stopPostgres(postgresDir);
    };
  });
  const code = await Promise.race([told, new Promise<number | null>((end) => starter.once("exit", end))]);
  if (code === 0 && supervisor) await told;
  await stopChild(starter);
  await stopParts();
  return code ?? 1;
}

/** Nobody but our own starter speaks on this channel, so the cast is safe. */
const onMessage = (starter: ChildProcess, hear: (message: StarterMessage) => void) =>
  starter.on("message", (message) => hear(message as StarterMessage));

/** Has PostgreSQL started again when it died; not before the starter has started it. What it answers ends that. */
function keepRunning(postgresDir: string, starter: ChildProcess): () => Promise<void> {
  let helper: ChildProcess = starter;
  const isHelping = () => helper.exitCode === null && helper.signalCode === null;
  const timer = setInterval(() => {
    if (isHelping()) return;
    if (findPostgres(postgresDir) !== null) return;
    logError("postgres.ended");
    helper = spawn(process.execPath, ["--enable-source-maps", STARTER, "--postgres"], { stdio: "inherit" });
  }, WATCH_MS);
  return async () => {
    clearInterval(timer);
    // A server that is just being started would be left running.
    if (isHelping()) await once(helper, "exit");
  };
}

/** Resolves with 0 at the first stop signal. */
function whenToldToStop(): Promise<number> {
  return new Promise((resolve) => {
    const stop = () => resolve(0);
    process.on("SIGINT", stop).on("SIGTERM", stop).on("SIGHUP", stop);
  });
}
