import { Client } from "pg";
import { afterEach, expect, test, vi } from "vitest";
import { withDatabase } from "@/tests/postgres";
import { prisma, transaction } from "./client";
import { listenForNotices } from "./notices";

const CHANNEL = "berth_test";
const database = withDatabase();
const listeners: ReturnType<typeof listenForNotices>[] = [];
afterEach(async () => {
  for (const { stop } of listeners.splice(0)) await stop();
});

/** Notes when it was told to look. */
function listen(connectionString: string) {
  const looks: number[] = [];
  const look = async () => void looks.push(Date.now());
  const notices = listenForNotices(connectionString, { channel: CHANNEL, look });
  listeners.push(notices);
  return { looks, notices, heard: () => vi.waitFor(() => expect(notices.isHeard()).toBe(true), WAIT) };
}

const WAIT = { timeout: 40_000, interval: 20 };
const notify = () => transaction((tx) => tx.$executeRaw`SELECT pg_notify(${CHANNEL}, '')`);

async function loseConnection(): Promise<void> {
  const ended = await prisma().$queryRaw<unknown[]>`
    SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()`;
  expect(ended).toHaveLength(1);
}

test("a notice is followed at once", async () => {
  const { looks, heard } = listen(database.url());
  await heard();
  const [before, sentAt] = [looks.length, Date.now()];
  await notify();
  await vi.waitFor(() => expect(looks.length).toBeGreaterThan(before), WAIT);
  expect((looks.at(-1) ?? 0) - sentAt).toBeLessThan(4_000);
});

test("a notice that was lost is made up for", async () => {
  const { looks, heard } = listen(database.url());
  await heard();
  const before = looks.length;
  await vi.waitFor(() => expect(looks.length).toBeGreaterThan(before), WAIT);
});

test("a lost connection comes back; meanwhile it looks by itself", async () => {
  const { looks, notices, heard } = listen(database.url());
  await heard();
  const before = looks.length;
  await loseConnection();
  await vi.waitFor(() => expect(notices.isHeard()).toBe(false), WAIT);
  await vi.waitFor(() => expect(looks.length).toBeGreaterThan(before + 1), WAIT);
  await heard();
  const [standing, sentAt] = [looks.length, Date.now()];
  await notify();
  await vi.waitFor(() => expect(looks.length).toBeGreaterThan(standing), WAIT);
  expect((looks.at(-1) ?? 0) - sentAt).toBeLessThan(4_000);
});

test("a connection that is passed no notices, as by a proxy that pools, is not relied upon", async () => {
  // Notices stay within their database, so that this connection hears none of ours.
  const { looks, notices } = listen(database.url().replace(/[^/]+$/, "postgres"));
  const client = new Client({ connectionString: database.url() });
  await client.connect();
  await vi.waitFor(async () => {
    const { rows } = await client.query("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'LISTEN%'");
    expect(rows).toHaveLength(1);
  }, WAIT);
  await client.end();
  const before = looks.length;
  await vi.waitFor(() => expect(looks.length).toBeGreaterThan(before + 10), WAIT);
  expect(notices.isHeard()).toBe(false);
});
