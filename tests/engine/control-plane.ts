import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { DBOS } from "@dbos-inc/dbos-sdk";
import { embeddedPostgres } from "../../lib/adapters/postgres/embedded";
import type { StepView } from "../../lib/contract/operations";
import { disconnectDatabase } from "../../lib/db/client";
import { migrateDatabase } from "../../lib/db/migrate";
import { findUserByEmail } from "../../lib/db/users";
import { config } from "../../lib/runtime/config";
import { platform, postgresHome } from "../../lib/runtime/container";
import { contextOf } from "../../lib/runtime/context";
import { down } from "../../lib/runtime/down";
import { ensureFirstStorage } from "../../lib/runtime/first-storage";
import { ensureInstance } from "../../lib/runtime/instance";
import { ensureLink } from "../../lib/runtime/link";
import { addAddon } from "../../lib/services/addons/add-addon";
import { createApp } from "../../lib/services/apps/create-app";
import { type Context, personActor } from "../../lib/services/context";
import { getOperation } from "../../lib/services/operations/get-operation";
import { createUser } from "../../lib/services/people/create-user";
import { keepFirstSlotAway } from "../far-slot";
import { noteMade } from "../made";
import { findFreePort } from "../postgres-server";

/**
 * A Berth on the real engine, in a data folder of its own: PostgreSQL, link and a worker in a process of its own that can be
 * killed; web when it is started. Call it before anything else reads the settings.
 */
export async function startControlPlane() {
  const dataDir = mkdtempSync(join(tmpdir(), "berth-test-"));
  chmodSync(dataDir, 0o711);
  process.env.BERTH_DATA_DIR = dataDir;
  const { id, postgresPort: port, postgresPassword: password } = await ensureInstance(config());
  noteMade("instance", id);
  const postgres = embeddedPostgres({ homeDir: postgresHome(dataDir), port, password });
  await postgres.start();
  const { databaseUrl } = platform();
  await migrateDatabase(databaseUrl, "prisma");
  await keepFirstSlotAway(databaseUrl);
  await DBOS.migrate(databaseUrl);
  await ensureFirstStorage(dataDir);
  await ensureLink();
  const ctx = await makeContext();
  let worker = spawnWorker();
  return {
    ctx,
    dataDir,
    postgres,
    killWorker: async () => {
      const ended = exitOf(worker);
      worker.kill("SIGKILL");
      await ended;
    },
    killPostgres: async () => {
      const pid = Number(
        readFileSync(join(postgresHome(dataDir), "data", "postmaster.pid"), "utf8").split("\n")[0],
      );
      process.kill(pid, "SIGKILL");
      while (postgres.isRunning()) await delay(10);
    },
    startWorker: () => {
      worker = spawnWorker();
    },
    /** A worker of a second Berth of this instance, which takes over from the first when that falls silent. Answers what stops it. */
    startSecond: () => {
      const second = spawnBuilt("dist/index.mjs", { BERTH_WORKER_ID: "worker-2" });
      return async () => {
        const ended = exitOf(second);
        second.kill("SIGTERM");
        await ended;
      };
    },
    startWeb,
    /** Ends it all; answers what of it is left on the engine. */
    stop: async () => {
      const ended = exitOf(worker);
      worker.kill("SIGTERM");
      await ended;
      await disconnectDatabase();
      const { engine } = platform();
      await down(() => {}, { isPurge: true });
      const left = await engine.listResources();
      rmSync(dataDir, { recursive: true, force: true });
      return left;
    },
  };
}

const spawnWorker = (): ChildProcess => spawnBuilt("dist/index.mjs", {});

function spawnBuilt(file: string, environment: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [file], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, BERTH_LOG_LEVEL: "error", ...environment },
  });
}

/** The web pages and the API of this Berth, in a process of their own that can be killed. */
async function startWeb() {
  const port = String(await findFreePort());
  const url = `http://127.0.0.1:${port}`;
  const environment = { PORT: port, BERTH_HOST: "127.0.0.1", NODE_ENV: "production" };
  let web = spawnBuilt("dist/web.mjs", environment);
  const signal = async (name: NodeJS.Signals) => {
    const ended = exitOf(web);
    web.kill(name);
    await ended;
  };
  return {
    url,
    kill: () => signal("SIGKILL"),
    stop: () => signal("SIGTERM"),
    start: () => {
      web = spawnBuilt("dist/web.mjs", environment);
    },
    /** Resolves once it says that every part is well. */
    healthy: async () => {
      const ask = () => fetch(`${url}/api/health`).catch(() => null);
      while (!(await ask())?.ok) await delay(50);
    },
  };
}

const exitOf = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once("exit", () => resolve()));

/** In the name of an administrator of its own. */
export async function makeContext(): Promise<Context> {
  const email = "owner@example.org";
  await createUser({ email, name: "Owner", password: randomUUID(), isAdmin: true });
  const user = await findUserByEmail(email);
  if (!user) throw new Error("the account was not made");
  return contextOf(personActor({ ...user, userId: user.id }, null));
}

/** An app without containers and the provision of its database, which the worker takes at once. */
export async function askForDatabase(
  ctx: Context,
  name: string,
  planId = "free",
  version?: string,
  provider = "redis",
) {
  await createApp(ctx, { name, source: "none" });
  const { addon, operationId } = await addAddon(ctx, {
    app: name,
    provider,
    planId,
    version,
    requestKey: randomUUID(),
  });
  return { app: name, resourceId: addon.resourceId, operationId };
}

/** Resolves once the step has begun (or ended). @throws when the operation ended without it. */
export async function stepBegun(
  ctx: Context,
  key: { app: string; operationId: string },
  name: string,
): Promise<StepView> {
  for (;;) {
    const { steps, status } = await getOperation(ctx, key);
    const step = steps.find((candidate) => candidate.name === name);
    if (step && step.status !== "pending") return step;
    if (status === "failed" || status === "succeeded") throw new Error(`the operation ended before ${name}`);
    await delay(5);
  }
}

/** The operation once it has ended; waits through an absence of PostgreSQL. */
export async function operationEnded(ctx: Context, key: { app: string; operationId: string }) {
  for (;;) {
    const operation = await getOperation(ctx, key).catch(() => null);
    if (operation?.finishedAt) return operation;
    await delay(50);
  }
}
