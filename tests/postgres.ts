import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { connectDatabase, disconnectDatabase } from "../lib/db/client";
import { TEMPLATE } from "./postgres-server";

/**
 * Gives the calling test file a real database of its own, empty but migrated, and opens the process's pool on it. Returns its URL,
 * known once the tests run.
 */
export function withDatabase(): { url: () => string } {
  const server = inject("postgresUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  const url = `${server}${name}`;
  beforeAll(async () => {
    await execute(server, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
    connectDatabase(url);
  });
  afterAll(async () => {
    await disconnectDatabase();
    await execute(server, `DROP DATABASE ${name} WITH (FORCE)`);
  });
  return { url: () => url };
}

async function execute(server: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: `${server}postgres` });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
