import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { ageArchives } from "../lib/adapters/archives/age";
import { folderStorage } from "../lib/adapters/storage/folder";
import { DomainError, isUnavailable } from "../lib/core/errors";
import { retry } from "../lib/time/wait";
import { startDataNode } from "./backup/node";
import type { Order } from "./backup/side";
import { type PlainTools, startPlainTools } from "./backup/tools";
import { startWire } from "./backup/wire";
import { writerP99Ms } from "./backup/writer";
import { median, table } from "./figures";

const SIDE = fileURLToPath(new URL("backup/side.ts", import.meta.url));
const ROUNDS = 3;
const MEGABYTES = 2_000;

const Cost = z.object({ ms: z.number(), memoryMb: z.number() });
const Stored = Cost.extend({ dumpBytes: z.number(), archiveBytes: z.number() });
const Address = z.object({ port: z.number() });

/**
 * How fast a dump becomes a stored object, hashed, compressed and sealed, beside `redis-cli --rdb - | gzip -1`; what that takes of
 * memory; how fast the archive is read back over HTTP, beside nginx with the same file, on this machine and over a cable of 1 Gbit/s; and
 * what somebody who writes to a small node feels while it is copied. The sides take turns.
 */
export async function backup({
  megabytes = MEGABYTES,
}: {
  megabytes?: number;
}): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), "berth-bench-"));
  const ends: (() => Promise<void> | void)[] = [() => rmSync(folder, { recursive: true, force: true })];
  try {
    const tools = await startPlainTools();
    ends.push(tools.stop);
    const node = await startDataNode(megabytes);
    ends.push(node.stop);
    const keys = await ageArchives.createIdentity();
    const order = { folder, name: "bench/0.age", host: node.host, ...keys };
    const stored = await storeInTurns(order, tools);
    // What the node does meanwhile is no part of a download.
    await ends.pop()?.();
    const verified = Cost.parse(await answerOf(startSide({ ...order, verb: "verify" })));
    const downloads = await download(order, tools);
    const writerMs = await writerP99Ms((host) =>
      answerOf(startSide({ ...order, host, name: "bench/writer.age", verb: "store" })),
    );
    return print({ megabytes, ...stored, verified, downloads, writerMs });
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}

type Round = z.infer<typeof Stored> & { plainMs: number };

async function storeInTurns(order: Omit<Order, "verb">, tools: PlainTools): Promise<{ rounds: Round[] }> {
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const name = `bench/${round}.age`;
    const plainMs = await tools.dump(order.host);
    const answer = await answerOf(startSide({ ...order, name, verb: "store" }));
    rounds.push({ ...Stored.parse(answer), plainMs });
    if (round > 0) await folderStorage(order.folder).remove(name);
  }
  return { rounds };
}

type Download = { way: "here" | "1 Gbit/s"; berthMs: number; nginxMs: number };

async function download(order: Omit<Order, "verb">, tools: PlainTools): Promise<Download[]> {
  const archive = join(order.folder, "archive.tar.gz");
  const side = startSide({ ...order, verb: "serve" });
  const wire = await startWire();
  try {
    const { port } = Address.parse(await answerOf(side));
    const berth = `http://127.0.0.1:${port}/`;
    await writeFile(archive, await bodyOf(berth));
    const nginx = await tools.serve(archive);
    await retry(() => fetchAll(nginx), { timeoutMs: 10_000, passes: isUnavailable });
    const rounds: Download[] = [];
    for (let round = 0; round < ROUNDS; round++)
      rounds.push({ way: "here", berthMs: await fetchAll(berth), nginxMs: await fetchAll(nginx) });
    const afar = `http://${wire.host}:${port}/`;
    for (let round = 0; round < ROUNDS; round++)
      rounds.push({ way: "1 Gbit/s", berthMs: await wire.read(afar), nginxMs: await wire.read(nginx) });
    return rounds;
  } finally {
    side.kill();
    await wire.stop();
  }
}

const bodyOf = (url: string): Promise<AsyncIterable<Buffer>> =>
  new Promise((resolve, reject) => {
    get(url, { agent: false }, resolve).once("error", (cause) =>
      reject(new DomainError("unavailable", "server_away", `Nothing answers at ${url}.`, { cause })),
    );
  });

async function fetchAll(url: string): Promise<number> {
  const startedAt = performance.now();
  for await (const _ of await bodyOf(url));
  return performance.now() - startedAt;
}

function startSide(order: Order): ChildProcess {
  // What web sends with is marked as a server's alone, and says so by that condition.
  const args = ["--conditions=react-server", "--import", "tsx", SIDE];
  const side = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  side.stdin.end(JSON.stringify(order));
  return side;
}

/** The first line that it prints. */
async function answerOf(side: ChildProcess): Promise<unknown> {
  if (side.stdout) for await (const line of createInterface(side.stdout)) return JSON.parse(line);
  throw new Error("Berth's side of the measurement ended without an answer");
}

type Figures = {
  megabytes: number;
  rounds: Round[];
  verified: z.infer<typeof Cost>;
  downloads: Download[];
  writerMs: number;
};

function print({ megabytes, rounds, verified, downloads, writerMs }: Figures): Record<string, unknown> {
  const [first] = rounds;
  const dumpBytes = first?.dumpBytes ?? 0;
  const rate = (ms: number) => (dumpBytes / 1_000 / ms).toFixed(1);
  const archiveRate = (ms: number) => ((first?.archiveBytes ?? 0) / 1_000 / ms).toFixed(0);
  console.log(
    table([
      ["MB/s of the dump", "Berth", "redis-cli, gzip -1", "memory MB"],
      ...rounds.map(({ ms, plainMs, memoryMb }) => ["store", rate(ms), rate(plainMs), memoryMb.toFixed(0)]),
      ["read back", rate(verified.ms), "", verified.memoryMb.toFixed(0)],
    ]),
  );
  console.log(
    table([
      ["MB/s of the archive", "Berth", "nginx"],
      ...downloads.map(({ way, berthMs, nginxMs }) => [
        `download, ${way}`,
        archiveRate(berthMs),
        archiveRate(nginxMs),
      ]),
    ]),
  );
  const ratioOf = (wanted: Download["way"]) =>
    hundredths(
      median(downloads.filter(({ way }) => way === wanted).map(({ berthMs, nginxMs }) => nginxMs / berthMs)),
    );
  const hundredths = (value: number) => Math.round(value * 100) / 100;
  return {
    megabytes,
    ratio: hundredths(median(rounds.map(({ ms, plainMs }) => plainMs / ms))),
    memoryMb: Math.round(Math.max(verified.memoryMb, ...rounds.map(({ memoryMb }) => memoryMb))),
    downloadRatio: ratioOf("here"),
    downloadRatioOver1Gbit: ratioOf("1 Gbit/s"),
    writerP99Ms: hundredths(writerMs),
  };
}
