import { Client } from "pg";
import type { Berth } from "../e2e/berth";
import { readDatabaseSecrets } from "../e2e/records";
import { MEASURES, type Measure } from "../lib/core/stats/measures";
import { RESOLUTIONS } from "../lib/core/stats/resolutions";
import { DAY_MS, MIB, MINUTE_MS } from "../lib/core/units";
import { connectDatabase, disconnectDatabase } from "../lib/db/client";
import { ensurePartitions } from "../lib/db/partitions";
import { poll } from "../lib/time/wait";
import { EMAIL } from "./administrator";
import { makeDatabases } from "./make-databases";
import { tokenOf } from "./program";

const PAST_MS = 30 * DAY_MS;

/** What each measure was at the second `x` of the past, as SQL; a busy cache whose days differ from its nights. */
const day = "(1 - cos(x * 2 * pi() / 86400)) / 2";
const PAST: Partial<Record<Measure, string>> = {
  cpuPercent: `3 + 11 * ${day} + 2 * sin(x / 97) + random()`,
  memoryBytes: `${MIB} * (150 + 40 * ${day} + 3 * sin(x / 411))`,
  swapBytes: "0",
  diskBytes: `${MIB} * (90 + 30 * ${day})`,
  connections: `floor(22 + 61 * ${day} + 6 * sin(x / 233) + 3 * random())`,
  clients: `floor(24 + 61 * ${day} + 6 * sin(x / 233) + 3 * random())`,
  usedMemoryBytes: `${MIB} * (131 + 38 * ${day} + 3 * sin(x / 411))`,
  fragmentationRatio: `1.12 + 0.05 * sin(x / 1999)`,
  opsPerSecond: `310 + 1450 * ${day} + 130 * sin(x / 171) + 60 * random()`,
  hitsPerSecond: `180 + 900 * ${day} + 70 * sin(x / 171)`,
  missesPerSecond: `14 + 60 * ${day} + 9 * sin(x / 97)`,
  evictionsPerSecond: "0",
  expiredPerSecond: `2 + 9 * ${day} + sin(x / 60)`,
  rejectedPerSecond: "0",
  inputBytesPerSecond: `24000 + 110000 * ${day} + 9000 * sin(x / 171)`,
  outputBytesPerSecond: `90000 + 420000 * ${day} + 30000 * sin(x / 171)`,
  keys: `floor(61000 + 24000 * ${day} + 700 * sin(x / 411))`,
  replicas: "0",
};

/** A real database of the browser's account, with figures of the last 30 days; now and then one is missing, as it happens. */
export async function makeWatchedDatabase(berth: Berth, app: string, buildDir = "."): Promise<string> {
  const token = await tokenOf(berth, EMAIL, buildDir);
  const [resourceId = ""] = await makeDatabases(berth, token, { app, plan: "256m", count: 1 });
  const { databaseId } = await readDatabaseSecrets(berth, resourceId);
  await fillPast(berth, databaseId);
  return resourceId;
}

async function fillPast({ instance }: Berth, databaseId: string): Promise<void> {
  const url = `postgresql://postgres:${instance.postgresPassword}@127.0.0.1:${instance.postgresPort}/postgres`;
  const toMs = Date.now();
  const client = new Client({ connectionString: url });
  connectDatabase(url);
  await client.connect();
  try {
    for (const { id, stepMs, keptMs, partitionMs } of RESOLUTIONS) {
      const fromMs = Math.ceil((toMs - Math.min(keptMs, PAST_MS)) / stepMs) * stepMs;
      await ensurePartitions(`stats_${id}`, { fromMs, toMs, partitionMs });
      const values = `ARRAY[${MEASURES.map((measure) => PAST[measure] ?? "NULL").join(", ")}]::real[]`;
      const columns = id === "10s" ? "measures" : "samples, low, mean, high";
      const row = id === "10s" ? "v" : "6, v, v, v";
      await client.query(
        `INSERT INTO stats_${id} ("databaseId", at, ${columns})
         SELECT $1, t, ${row} FROM generate_series($2::timestamptz, $3, interval '${stepMs} milliseconds') t,
           LATERAL (SELECT extract(epoch FROM t)::float8 AS x) e, LATERAL (SELECT ${values} AS v) m
         WHERE mod(extract(epoch FROM t)::bigint / ${stepMs / 1_000}, 97) NOT IN (13, 15)
         ON CONFLICT DO NOTHING`,
        [databaseId, new Date(fromMs), new Date(toMs)],
      );
    }
    const firstAt = new Date(toMs - PAST_MS);
    const change = `UPDATE database_stats SET "firstAt" = $2 WHERE "databaseId" = $1`;
    const isSeen = async () => (await client.query(change, [databaseId, firstAt])).rowCount === 1;
    if (!(await poll(isSeen, { timeoutMs: MINUTE_MS }))) throw new Error("nobody looked at the database");
  } finally {
    await client.end();
    await disconnectDatabase();
  }
}
