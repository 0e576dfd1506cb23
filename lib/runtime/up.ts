import { setTimeout as delay } from "node:timers/promises";
import { DBOS } from "@dbos-inc/dbos-sdk";
import { type EmbeddedPostgres, embeddedPostgres } from "../adapters/postgres/embedded";
import { formatDuration, MINUTE_MS, SECOND_MS } from "../core/units";
import { checkDatabase } from "../db/check-database";
import { migrateDatabase } from "../db/migrate";
import { createSetupLink } from "../services/people/create-setup-link";
import { checkPorts } from "./check-ports";
import { type Config, config } from "./config";
import { platform, postgresHome } from "./container";
import { makeDemo } from "./demo";
import { ensureInstance, type Instance } from "./instance";
import { ensureLink } from "./link";
import { describeError, log } from "./log";
import { WEB_FLAGS, WORKER_ENVIRONMENT, WORKER_FLAGS } from "./node-flags";
import { rememberPlans } from "./retired-plans";
import { endOrphans, findRunning, type ProcessSpec, superviseProcesses } from "./supervisor";

const READY_MS = 2 * MINUTE_MS;
const WATCH_MS = SECOND_MS;

/** `bin/up` once everything is installed and built: starts all parts, prints where to go, runs until it is told to stop. */
export async function up(
  print: (line: string) => void,
  options: { demo: boolean; startedAtMs: number },
): Promise<void> {
  const settings = config();
  const baseUrl = settings.BERTH_URL ?? `http://localhost:${settings.PORT}`;
  if (findRunning(settings.BERTH_DATA_DIR)) {
    print(`Berth is running already: ${baseUrl}`);
    return;
  }
  endOrphans(settings.BERTH_DATA_DIR);
  const instance = await ensureInstance(settings);
  const running = await checkPorts(settings, print);
  const timed = timedSteps(print);
  const supervisor = superviseProcesses(settings.BERTH_DATA_DIR);
  const postgres = await timed("PostgreSQL", () => startPostgres(settings, instance));
  const stopWatching = postgres ? keepRunning(postgres) : () => {};
  const stopped = whenToldToStop(async () => {
    stopWatching();
    await supervisor.stop();
    await postgres?.stop();
  });
  const { databaseUrl, engine, plans } = platform();
  await timed("Records", async () => {
    await checkDatabase(databaseUrl);
    await migrateDatabase(databaseUrl, "prisma");
    await DBOS.migrate(databaseUrl);
    await rememberPlans(settings.BERTH_DATA_DIR, plans, print);
  });
  await timed("Link", async () => {
    await ensureLink();
    await engine.ping();
  });
  await timed("Worker and web", async () => {
    for (const spec of processes(running)) supervisor.start(spec);
    await waitForHealth(settings.PORT);
  });
  const demo = options.demo ? await timed("Demo", makeDemo) : null;
  const setupPath = await createSetupLink();
  print("");
  print(`Berth is ready after ${formatDuration(Date.now() - options.startedAtMs)}: ${baseUrl}`);
  if (setupPath) print(`Set up the administrator (this link works once): ${baseUrl}${setupPath}`);
  if (demo) for (const line of demo) print(line);
  print("Ctrl-C stops Berth; databases and apps run on.");
  await stopped;
}

const processes = ({ BERTH_SSH }: Config): ProcessSpec[] => [
  { name: "worker", args: [...WORKER_FLAGS, "dist/index.mjs"], environment: WORKER_ENVIRONMENT },
  {
    name: "web",
    args: [...WEB_FLAGS, "dist/web.mjs"],
    // What was left out at this start is not offered on pages either.
    environment: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", BERTH_SSH },
  },
  ...(BERTH_SSH === "on"
    ? [{ name: "ssh-gateway", args: ["--enable-source-maps", "dist/ssh-gateway.mjs"] }]
    : []),
];

/** Null when people bring a server of their own. */
async function startPostgres(
  settings: Config,
  { postgresPort, postgresPassword }: Instance,
): Promise<EmbeddedPostgres | null> {
  if (settings.DATABASE_URL) return null;
  const homeDir = postgresHome(settings.BERTH_DATA_DIR);
  const postgres = embeddedPostgres({ homeDir, port: postgresPort, password: postgresPassword });
  await postgres.start();
  return postgres;
}

/** Starts PostgreSQL again when it died. */
function keepRunning(postgres: EmbeddedPostgres): () => void {
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy || postgres.isRunning()) return;
    isBusy = true;
    log.error("postgres.ended");
    postgres
      .start()
      .then(() => log.info("postgres.restarted"))
      .catch((error: unknown) => log.error("postgres.restart_failed", { error: describeError(error) }))
      .finally(() => {
        isBusy = false;
      });
  }, WATCH_MS);
  return () => clearInterval(timer);
}

/** Resolves after the first stop signal, once `stop` has done its work. */
function whenToldToStop(stop: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let isStopping = false;
    const once = () => {
      if (isStopping) return;
      isStopping = true;
      stop().then(resolve, reject);
    };
    process.on("SIGINT", once).on("SIGTERM", once).on("SIGHUP", once);
  });
}

async function waitForHealth(port: number): Promise<void> {
  const startedAt = Date.now();
  let reason = "";
  while (Date.now() - startedAt < READY_MS) {
    const response = await fetch(`http://127.0.0.1:${port}/api/health`, {
      signal: AbortSignal.timeout(10 * SECOND_MS),
    }).catch(() => null);
    if (response?.ok) return;
    reason = response ? await response.text() : "the web server does not answer";
    await delay(100);
  }
  throw new Error(`Berth did not become ready within ${READY_MS / SECOND_MS} s: ${reason}`);
}

function timedSteps(print: (line: string) => void) {
  return async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const startedAt = Date.now();
    const result = await work();
    print(`${name.padEnd(24)}${formatDuration(Date.now() - startedAt)}`);
    return result;
  };
}
