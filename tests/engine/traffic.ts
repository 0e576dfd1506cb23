import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { Context } from "../../lib/services/context";
import { getConnection } from "../../lib/services/databases/get-connection";
import { holder, holderName } from "./holder";
import { containerOf, docker } from "./stack";

/** `lost`: keys whose last acknowledged value is gone. `longestGapMs`: between two acknowledged writes, since it was last forgotten. */
const Report = z.object({
  writes: z.number(),
  reads: z.number(),
  connects: z.number(),
  failures: z.number(),
  firstFailure: z.string().nullable(),
  stale: z.number(),
  lost: z.number(),
  longestGapMs: z.number(),
  /** Commands of a client that connects anew which lost their connection. */
  dropped: z.number(),
  hung: z.number(),
});
type Report = z.infer<typeof Report>;

/** Runs a program with this machine's files in the network of the app. */
async function inNetworkOf(ctx: Context, app: string, words: readonly string[]): Promise<[string, string[]]> {
  await ctx.engine.applyService(holder(ctx.instance, app));
  const container = await containerOf(ctx.engine, holderName(ctx.instance, app));
  const pid = (await docker("inspect", "--format", "{{.State.Pid}}", container)).trim();
  return ["nsenter", ["--target", pid, "--net", ...words]];
}

/**
 * A client that writes and reads through the gateway all the time, until it is stopped. It waits `retryMs` before it connects again,
 * or as long as ioredis does by itself; `pauseMs` lies between two writes. With `isAnew` each command has a connection of its own.
 */
export async function startTraffic(
  ctx: Context,
  input: { app: string; resourceId: string; retryMs?: number | null; pauseMs?: number; isAnew?: boolean },
) {
  const { app, resourceId, retryMs = null, pauseMs = 5, isAnew = false } = input;
  const [file, args] = await inNetworkOf(ctx, app, [process.execPath, "tests/engine/client.mjs"]);
  const client = spawn(file, args, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: client.stdout })[Symbol.asyncIterator]();
  const { url } = await getConnection(ctx, { resourceId });
  client.stdin.write(
    `${JSON.stringify({ url, retryMs, pauseMs, isAnew, prefix: `traffic:${isAnew ? "anew" : (retryMs ?? "default")}` })}\n`,
  );
  const ask = async (line: string): Promise<unknown> => {
    client.stdin.write(`${line}\n`);
    const { value } = await lines.next();
    return JSON.parse(String(value));
  };
  const report = async (): Promise<Report> => Report.parse(await ask("report"));
  const count = async (): Promise<number> => z.number().parse(await ask("count"));
  return {
    report,
    forgetLongestGap: () => void client.stdin.write("forget the longest gap\n"),
    /** Resolves once so many more writes were acknowledged. */
    wrote: async (writes: number): Promise<void> => {
      const wanted = (await count()) + writes;
      while ((await count()) < wanted) await delay(10);
    },
    stop: async (): Promise<Report> => {
      const last = await report();
      const ended = new Promise((resolve) => client.once("exit", resolve));
      client.stdin.end();
      await ended;
      return last;
    },
  };
}
