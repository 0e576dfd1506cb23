import { spawn, spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Berth, makeDataDir, purgeBerth, startBerth } from "../e2e/berth";
import { childEnvironment } from "../lib/runtime/config";
import { median, percentile, table } from "./figures";
import { withManyRecords } from "./many-records";
import { becomeProgram } from "./program";

/** From the issue that asked for it. */
const TARGETS = { ratio: 0.5, p99Ms: 100 };
const ROUNDS = 4;
const ROUND_MS = 5_000;
const CONNECTIONS = 16;
const PACED_SECONDS = 10;
const NEXT = join(process.cwd(), "node_modules/next/dist/bin/next");
const SMALLEST_DIR = "bench/smallest";
const SMALLEST_PORT = 3_987;

/** A request that is sent again and again, over connections that stay open. */
type Target = { url: string; headers: Record<string, string>; agent: Agent };

/**
 * `GET /v1/apps/:app/addons` against the smallest Next route handler that answers the same bytes after one indexed query, in turns;
 * then how long answers of each take at half of the rate that it reached.
 */
export async function api(): Promise<Record<string, unknown>> {
  // One token makes all requests here: its limit would be measured instead.
  process.env.BERTH_API_REQUESTS_PER_MINUTE = "1000000000";
  const dataDir = makeDataDir();
  try {
    const berth = await startBerth(dataDir);
    const headers = { authorization: `Bearer ${await becomeProgram(berth)}` };
    return await withManyRecords(berth, () => measure(berth, headers));
  } finally {
    purgeBerth(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measure(berth: Berth, headers: Record<string, string>): Promise<Record<string, unknown>> {
  const path = "/apps/many-1/addons";
  const agent = () => new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const ours = { url: `${berth.baseUrl}/v1${path}`, headers, agent: agent() };
  const { body } = await ask(ours);
  const answerFile = join(berth.dataDir, "answer.json");
  writeFileSync(answerFile, body);
  const smallest = await startSmallest(berth, answerFile);
  try {
    const theirs = { url: `http://127.0.0.1:${SMALLEST_PORT}${path}`, headers: {}, agent: agent() };
    await waitFor(theirs, body);
    const rates: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
    // The first round only warms up.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const [rate, base] = [await rateOf(ours), await rateOf(theirs)];
      if (round === 0) continue;
      rates.ours.push(rate);
      rates.theirs.push(base);
    }
    const [rate, base] = [median(rates.ours), median(rates.theirs)];
    const times = { ours: await paced(ours, rate / 2), theirs: await paced(theirs, base / 2) };
    return report({ rate, base, times, bytes: body.length });
  } finally {
    smallest.kill();
  }
}

async function startSmallest({ instance }: Berth, answerFile: string) {
  const env = childEnvironment({
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    ANSWER_FILE: answerFile,
    DATABASE_URL: `postgresql://postgres:${instance.postgresPassword}@127.0.0.1:${instance.postgresPort}/postgres`,
  });
  const built = spawnSync(process.execPath, [NEXT, "build"], { cwd: SMALLEST_DIR, env, encoding: "utf8" });
  if (built.status !== 0) throw new Error(built.stdout + built.stderr);
  const args = [NEXT, "start", "--port", String(SMALLEST_PORT), "--hostname", "127.0.0.1"];
  return spawn(process.execPath, args, { cwd: SMALLEST_DIR, env, stdio: "ignore" });
}

/** Until it answers, which has to be the same bytes. */
async function waitFor(target: Target, body: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await ask(target).catch(() => null);
    if (answer?.body === body) return;
    await delay(100);
  }
  throw new Error(`${target.url} does not answer the same`);
}

function ask({ url, headers, agent }: Target): Promise<{ body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers, agent }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () => {
        const body = Buffer.concat(chunks).toString();
        if (answer.statusCode === 200) resolve({ body });
        else reject(new Error(`${url}: ${answer.statusCode} ${body}`));
      });
    });
    sent.on("error", reject);
    sent.end();
  });
}

/** Answers per second when each connection asks again as soon as it was answered. */
async function rateOf(target: Target): Promise<number> {
  const startedAt = performance.now();
  let answers = 0;
  const work = async (): Promise<void> => {
    while (performance.now() - startedAt < ROUND_MS) {
      await ask(target);
      answers += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  return (answers * 1_000) / (performance.now() - startedAt);
}

/** Milliseconds of each answer at that rate: each request begins at its time, whether or not earlier ones have ended. */
async function paced(target: Target, rate: number): Promise<number[]> {
  // Late enough that all of them have been set up before the first is due.
  const startedAt = performance.now() + 1_000;
  const agent = new Agent({ keepAlive: true });
  const answers = Array.from({ length: Math.floor(rate * PACED_SECONDS) }, async (_, index) => {
    const dueAt = startedAt + (index * 1_000) / rate;
    await delay(Math.max(0, dueAt - performance.now()));
    await ask({ ...target, agent });
    return performance.now() - dueAt;
  });
  return Promise.all(answers);
}

type Measured = { rate: number; base: number; times: { ours: number[]; theirs: number[] }; bytes: number };

function report({ rate, base, times, bytes }: Measured): Record<string, unknown> {
  const figures = {
    bytes,
    berthPerSecond: Math.round(rate),
    smallestPerSecond: Math.round(base),
    ratio: Number((rate / base).toFixed(2)),
    p50Ms: Number(percentile(times.ours, 0.5).toFixed(1)),
    p99Ms: Number(percentile(times.ours, 0.99).toFixed(1)),
    smallestP99Ms: Number(percentile(times.theirs, 0.99).toFixed(1)),
  };
  console.log(
    table([
      ["what", "measured", "target"],
      [`GET /v1/apps/:app/addons (${bytes} bytes), median`, `${figures.berthPerSecond}/s`, ""],
      ["smallest route handler of the same bytes, median", `${figures.smallestPerSecond}/s`, ""],
      ["ratio", figures.ratio, `>= ${TARGETS.ratio}`],
      ["p50 at half that rate", `${figures.p50Ms} ms`, ""],
      ["p99 at half that rate", `${figures.p99Ms} ms`, `<= ${TARGETS.p99Ms} ms`],
      ["the same of the smallest, at half of its rate", `${figures.smallestP99Ms} ms`, ""],
    ]),
  );
  return figures;
}
