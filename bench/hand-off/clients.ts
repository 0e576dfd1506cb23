import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const PROGRAM = fileURLToPath(new URL("client.mjs", import.meta.url));

const Report = z.object({
  eagerMs: z.number(),
  ordinaryMs: z.number(),
  failures: z.number(),
  reconnects: z.number(),
  lost: z.number(),
});
type Report = z.infer<typeof Report>;

export type Clients = Awaited<ReturnType<typeof startClients>>;

/** The clients of `client.mjs` in the network of the process `pid`, writing until they are stopped. */
export async function startClients({ pid, url }: { pid: string; url: string }) {
  const client = spawn("nsenter", ["--target", pid, "--net", process.execPath, PROGRAM], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: client.stdout })[Symbol.asyncIterator]();
  client.stdin.write(`${JSON.stringify({ url })}\n`);
  const ask = async (word: string): Promise<unknown> => {
    client.stdin.write(`${word}\n`);
    const { value } = await lines.next();
    return JSON.parse(String(value));
  };
  const count = async () => z.number().parse(await ask("count"));
  /** Resolves once each writer had so many more writes acknowledged; false when that took too long. */
  const wrote = async (writes: number, timeoutMs = Number.POSITIVE_INFINITY): Promise<boolean> => {
    const wanted = (await count()) + writes;
    for (const startedAt = Date.now(); (await count()) < wanted; await delay(10))
      if (Date.now() - startedAt > timeoutMs) return false;
    return true;
  };
  return {
    wrote,
    forget: () => ask("forget"),
    /** Of the eager writer's writes since it was last told to forget. */
    p99: async () => z.number().parse(await ask("p99")),
    report: async (): Promise<Report> => Report.parse(await ask("report")),
    stop: async (): Promise<void> => {
      const ended = new Promise((resolve) => client.once("exit", resolve));
      client.stdin.end();
      await ended;
    },
  };
}
