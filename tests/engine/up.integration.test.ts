import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { type Berth, findWorker, makeDataDir, outputOf, purgeBerth, startBerth } from "../../e2e/berth";

const Running = z.object({ pid: z.number(), children: z.array(z.object({ pid: z.number() })) });
const WAIT = { timeout: 60_000, interval: 100 };
const dataDir = makeDataDir();
const stateFile = join(dataDir, "running.json");
let berth: Berth;

const running = () => Running.parse(JSON.parse(readFileSync(stateFile, "utf8")));
const findPostgres = () =>
  Number(readFileSync(join(dataDir, "postgresql/data/postmaster.pid"), "utf8").split("\n")[0]);
const lives = (pid: number) => existsSync(`/proc/${pid}`);
const isHealthy = async () => (await fetch(`${berth.baseUrl}/api/health`).catch(() => null))?.ok ?? false;
const healthy = () => vi.waitFor(async () => expect(await isHealthy()).toBe(true), WAIT);
const anonymousKib = (pid: number) =>
  Number(/^Pss_Anon:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1]);

beforeAll(async () => {
  berth = await startBerth(dataDir);
});
afterAll(() => {
  purgeBerth(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
});

test("what watches stays small once everything runs", async () => {
  expect(anonymousKib(running().pid)).toBeLessThan(20_000);
});

test("a worker that dies is started again", async () => {
  const worker = findWorker(berth);
  process.kill(worker, "SIGKILL");
  await vi.waitFor(() => expect(findWorker(berth)).not.toBe(worker), WAIT);
  await healthy();
});

test("PostgreSQL that dies is started again", async () => {
  const postgres = findPostgres();
  process.kill(postgres, "SIGKILL");
  await vi.waitFor(() => expect(findPostgres()).not.toBe(postgres), WAIT);
  await healthy();
  await vi.waitFor(() => expect(outputOf(dataDir)).toContain("postgres.restarted"), WAIT);
});

test("told to stop, it ends everything and leaves no note", async () => {
  // PostgreSQL's death may have ended others, which are just being started again.
  const all = await vi.waitFor(() => {
    const { pid, children } = running();
    const found = [pid, ...children.map((child) => child.pid), findPostgres()];
    expect(found.filter((one) => !lives(one))).toEqual([]);
    return found;
  }, WAIT);
  process.kill(running().pid, "SIGTERM");
  await vi.waitFor(() => expect(all.filter(lives)).toEqual([]), WAIT);
  expect(existsSync(stateFile)).toBe(false);
});

test("what a killed Berth left running is ended by the next one", async () => {
  berth = await startAgain();
  const { pid, children } = running();
  process.kill(pid, "SIGKILL");
  await vi.waitFor(() => expect(lives(pid)).toBe(false), WAIT);
  berth = await startAgain();
  expect(children.filter((child) => lives(child.pid))).toEqual([]);
  await healthy();
});

/** With an output of its own, in which the link is to be found. */
async function startAgain(): Promise<Berth> {
  rmSync(join(dataDir, "output"));
  return startBerth(dataDir);
}
