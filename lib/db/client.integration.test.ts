import { Client } from "pg";
import { expect, test, vi } from "vitest";
import { withDatabase } from "@/tests/postgres";
import { ask } from "./client";
import { Prisma } from "./generated/client";

const database = withDatabase();

test("a connection that breaks while nobody uses it harms nobody", async () => {
  const pidOf = async () => (await ask<{ pid: number }>(Prisma.sql`SELECT pg_backend_pid() AS pid`))[0]?.pid;
  const pid = await pidOf();
  const other = new Client({ connectionString: database.url() });
  await other.connect();
  await other.query("SELECT pg_terminate_backend($1)", [pid]);
  await vi.waitFor(async () => {
    const { rows } = await other.query("SELECT 1 FROM pg_stat_activity WHERE pid = $1", [pid]);
    expect(rows).toEqual([]);
  });
  await other.end();
  await vi.waitFor(async () => expect(await pidOf()).not.toBe(pid));
});
