import { Client } from "pg";
import { expect, test, vi } from "vitest";
import { withDatabase } from "@/tests/postgres";
import { ask, prisma, query, transaction } from "./client";
import { Prisma } from "./generated/client";
import { migrateDatabase } from "./migrate";

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

test.each([
  ["the pool", () => ask(Prisma.sql`SELECT ${"a\0b"}::text`)],
  ["Prisma", () => query(() => prisma().user.findFirst({ where: { email: "a\0b" } }))],
  ["a transaction", () => transaction((tx) => tx.$queryRaw`SELECT ${"a\0b"}::text`)],
  ["JSON", () => ask(Prisma.sql`SELECT ${JSON.stringify({ a: "\0" })}::jsonb`)],
])("text with a NUL character is refused as what it is, by way of %s", async (_name, work) => {
  await expect(work()).rejects.toMatchObject({ code: "invalid", reason: "nul_character" });
});

test("a folder of migrations that is not there is told as that, not as a PostgreSQL that does not answer", async () => {
  await expect(migrateDatabase(database.url(), "/nowhere")).rejects.toThrow(
    /folder \/nowhere .* is not whole/,
  );
});
