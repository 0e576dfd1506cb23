import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const PROGRAM = fileURLToPath(new URL("client.mjs", import.meta.url));

const Report = z.object({
  longestGapMs: z.number(),
  failures: z.number(),
  reconnects: z.number(),
  lost: z.number(),
});

type Where = { pid: string; url: string };
export type Clients = Awaited<ReturnType<typeof startClients>>;

/** The three kinds of `client.mjs` in the network of the process `pid`, until they are stopped. */
export async function startClients(where: Where) {
  const [eager, ordinary, staying] = [
    startKind(where, "eager"),
    startKind(where, "ordinary"),
    startKind(where, "staying"),
  ] as const;
  const kinds = [eager, ordinary, staying];
  const count = async () => Math.min(...(await Promise.all([eager.count(), ordinary.count()])));
  /** Resolves once each writer had so many more writes acknowledged; false when that took too long. */
  const wrote = async (writes: number, timeoutMs = Number.POSITIVE_INFINITY): Promise<boolean> => {
    const wanted = (await count()) + writes;
    for (const startedAt = Date.now(); (await count()) < wanted; await delay(10))
      if (Date.now() - startedAt > timeoutMs) return false;
    return true;
  };
  return {
    wrote,
    forget: () => Promise.all(kinds.map((kind) => kind.ask("forget"))),
    /** Of the eager writer's writes since it was last told to forget. */
    p99: async () => z.number().parse(await eager.ask("p99")),
    report: async () => {
      const [first, second, third] = await Promise.all([eager.report(), ordinary.report(), staying.report()]);
      return {
        eagerMs: first.longestGapMs,
        ordinaryMs: second.longestGapMs,
        failures: first.failures + second.failures,
        reconnects: third.reconnects,
        lost: first.lost + second.lost,
      };
    },
    stop: () => Promise.all(kinds.map((kind) => kind.stop())),
  };
}

function startKind({ pid, url }: Where, kind: "eager" | "ordinary" | "staying") {
  // The eager one is timed to the millisecond: on a small machine the others' own return would be what is measured.
  const niceness = kind === "eager" ? "0" : "19";
  const words = ["-n", niceness, "nsenter", "--target", pid, "--net", process.execPath, PROGRAM];
  const client = spawn("nice", words, {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => client.once("exit", resolve));
  const lines = createInterface({ input: client.stdout })[Symbol.asyncIterator]();
  client.stdin.write(`${JSON.stringify({ url, kind })}\n`);
  const ask = async (word: string): Promise<unknown> => {
    client.stdin.write(`${word}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`the ${kind} client ended before it answered`);
    return JSON.parse(String(value));
  };
  return {
    ask,
    count: async () => z.number().parse(await ask("count")),
    report: async () => Report.parse(await ask("report")),
    // One whose connection is frozen would not come to the end of its input.
    stop: async (): Promise<void> => {
      client.kill();
      await ended;
    },
  };
}
