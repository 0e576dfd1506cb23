import { DBOS } from "@dbos-inc/dbos-sdk";
import { embeddedPostgres } from "../adapters/postgres/embedded";
import { formatDuration, MINUTE_MS, SECOND_MS } from "../core/units";
import { checkDatabase } from "../db/check-database";
import { migrateDatabase } from "../db/migrate";
import { createSetupLink } from "../services/people/create-setup-link";
import { poll } from "../time/wait";
import { checkPorts } from "./check-ports";
import { baseUrlOf, type Config, childEnvironment, config } from "./config";
import { platform, postgresHome } from "./container";
import { makeDemo } from "./demo";
import { ensureFirstStorage } from "./first-storage";
import { ensureInstance, type Instance, loadInstance } from "./instance";
import { ensureLink } from "./link";
import { log } from "./log";
import { NATIVE_MEMORY, SSH_FLAGS, WEB_FLAGS, WORKER_FLAGS } from "./node-flags";
import { acceptCatalog } from "./releases";
import { rememberPlans } from "./retired-plans";
import { endOrphans, findRunning } from "./running";
import { assertNameFree, holderOf } from "./shift";
import type { ProcessSpec } from "./supervisor";
import type { StarterMessage } from "./watch";

const READY_MS = 2 * MINUTE_MS;

/** What `bin/up` does at the start: prepares everything, has the watcher run all parts, prints where to go. */
export async function start(
  print: (line: string) => void,
  options: { demo: boolean; startedAtMs: number },
): Promise<void> {
  const settings = config();
  const baseUrl = baseUrlOf(settings);
  if (findRunning(settings.BERTH_DATA_DIR)) {
    print(`Berth is running already: ${baseUrl}`);
    return;
  }
  endOrphans(settings.BERTH_DATA_DIR);
  const instance = await ensureInstance(settings);
  const running = await checkPorts(settings, print);
  acceptCatalog(settings, print);
  const timed = timedSteps(print);
  // Nobody would watch what a starter without its watcher starts.
  process.once("disconnect", () => process.exit(1));
  const postgresDir = settings.DATABASE_URL ? null : postgresHome(settings.BERTH_DATA_DIR);
  await tell({ kind: "begun", dataDir: settings.BERTH_DATA_DIR, postgresDir });
  await timed("PostgreSQL", () => startPostgres(settings, instance));
  const { databaseUrl, engine, plans } = platform();
  await timed("Records", async () => {
    await checkDatabase(databaseUrl);
    await migrateDatabase(databaseUrl, "prisma");
    await DBOS.migrate(databaseUrl);
    await assertNameFree(settings.BERTH_WORKER_ID, holderOf(settings.BERTH_DATA_DIR));
    await rememberPlans(settings.BERTH_DATA_DIR, plans, print);
    await ensureFirstStorage(settings.BERTH_DATA_DIR);
  });
  await timed("Link", async () => {
    await ensureLink();
    await engine.ping();
  });
  await timed("Worker and web", async () => {
    await tell({ kind: "prepared", processes: processes(running) });
    await waitForHealth(settings.PORT);
  });
  const demo = options.demo ? await timed("Demo", makeDemo) : null;
  const setupPath = await createSetupLink();
  print("");
  print(`Berth is ready after ${formatDuration(Date.now() - options.startedAtMs)}: ${baseUrl}`);
  if (setupPath) print(`Set up the administrator (this link works once): ${baseUrl}${setupPath}`);
  if (demo) for (const line of demo) print(line);
  print("Ctrl-C stops Berth; databases and apps run on.");
}

/** After it died. */
export async function startPostgresAgain(): Promise<void> {
  const settings = config();
  await startPostgres(settings, loadInstance(settings.BERTH_DATA_DIR));
  log.info("postgres.restarted");
}

const tell = (message: StarterMessage): Promise<void> =>
  new Promise((resolve, reject) => {
    const heard = (error: Error | null) => (error ? reject(error) : resolve());
    if (!process.send?.(message, undefined, {}, heard))
      reject(new Error("bin/up starts this, and nobody else."));
  });

const processes = ({ BERTH_SSH }: Config): ProcessSpec[] => [
  {
    name: "worker",
    args: [...WORKER_FLAGS, "dist/index.mjs"],
    environment: childEnvironment(NATIVE_MEMORY),
  },
  {
    name: "web",
    args: [...WEB_FLAGS, "dist/web.mjs"],
    // What was left out at this start is not offered on pages either.
    environment: childEnvironment({
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      BERTH_SSH,
    }),
  },
  ...(BERTH_SSH === "on"
    ? [
        {
          name: "ssh-gateway",
          args: [...SSH_FLAGS, "dist/ssh-gateway.mjs"],
          environment: childEnvironment(NATIVE_MEMORY),
        },
      ]
    : []),
];

/** Nothing when people bring a server of their own. */
async function startPostgres(settings: Config, { postgresPort, postgresPassword }: Instance): Promise<void> {
  if (settings.DATABASE_URL) return;
  const homeDir = postgresHome(settings.BERTH_DATA_DIR);
  await embeddedPostgres({ homeDir, port: postgresPort, password: postgresPassword }).start();
}

async function waitForHealth(port: number): Promise<void> {
  let reason = "";
  const isReady = async () => {
    const response = await fetch(`http://127.0.0.1:${port}/api/health`, {
      signal: AbortSignal.timeout(10 * SECOND_MS),
    }).catch(() => null);
    if (!response?.ok) reason = response ? await response.text() : "the web server does not answer";
    return response?.ok === true;
  };
  if (await poll(isReady, { timeoutMs: READY_MS, longestPauseMs: 500 })) return;
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
