import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DBOS } from "@dbos-inc/dbos-sdk";
import { Client } from "pg";
import type { TestProject } from "vitest/node";
import { embeddedPostgres } from "../lib/adapters/postgres/embedded";
import { migrateDatabase } from "../lib/db/migrate";

declare module "vitest" {
  export interface ProvidedContext {
    /** URL of the test server without a database's name; ends with a slash. */
    postgresUrl: string;
  }
}

/** What every test database is a copy of: migrations applied, no rows. */
export const TEMPLATE = "template_berth";

/** Where the projects of a run, each of which loads this file for itself, find each other. */
declare global {
  var berthTestServer: { users: number; started: ReturnType<typeof startTestServer> } | undefined;
}

/** One real PostgreSQL for the whole run: the first project starts it, the last one stops it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  globalThis.berthTestServer ??= { users: 0, started: startTestServer() };
  const shared = globalThis.berthTestServer;
  shared.users += 1;
  const { url, stop } = await shared.started;
  project.provide("postgresUrl", url);
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    globalThis.berthTestServer = undefined;
    await stop();
  };
}

/** A real PostgreSQL in a folder of its own that goes with it, with the template. `url` ends with a slash. */
export async function startTestServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const homeDir = mkdtempSync(join(tmpdir(), "berth-test-postgres-"));
  // As root the server runs as a user of its own, who must reach its folder.
  chmodSync(homeDir, 0o711);
  const port = await findFreePort();
  const password = randomBytes(12).toString("hex");
  const server = embeddedPostgres({ homeDir: join(homeDir, "postgresql"), port, password });
  await server.start();
  const url = `postgresql://postgres:${password}@127.0.0.1:${port}/`;
  try {
    await prepare(url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  const stop = async () => {
    await server.stop();
    rmSync(homeDir, { recursive: true, force: true });
  };
  return { url, stop };
}

async function prepare(url: string): Promise<void> {
  const client = new Client({ connectionString: `${url}postgres` });
  await client.connect();
  // Rows of tests need not outlive a power cut.
  await client.query("ALTER SYSTEM SET fsync = off");
  await client.query("ALTER SYSTEM SET full_page_writes = off");
  await client.query("SELECT pg_reload_conf()");
  await client.query(`CREATE DATABASE ${TEMPLATE}`);
  await client.end();
  await migrateDatabase(`${url}${TEMPLATE}`, resolve("prisma"));
  await DBOS.migrate(`${url}${TEMPLATE}`);
}

export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (!address || typeof address === "string") throw new Error("no free port");
  return address.port;
}
