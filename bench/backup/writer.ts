import { setImmediate } from "node:timers/promises";
import { Redis } from "ioredis";
import { DEFAULT_PLANS, getKnown } from "../../lib/core/plans/catalog";
import { percentile } from "../figures";
import { PASSWORD, startDataNode } from "./node";

/** Two thirds of what the plan takes. */
const MEGABYTES = 170;
/** What a node has more of while it is copied. */
const LENT_CPUS = 1;
const PIECE = "x".repeat(1_000);

/** The slowest of a hundred writes, one after the other, to a node of the smallest plan with backups while `copy` takes its data. */
export async function writerP99Ms(copy: (host: string) => Promise<unknown>): Promise<number> {
  const { cpus } = getKnown(DEFAULT_PLANS, "256m");
  const node = await startDataNode(MEGABYTES);
  const client = new Redis({ host: node.host, port: 6379, password: PASSWORD });
  try {
    await node.setCpus(cpus + LENT_CPUS);
    let isOver = false;
    const copied = copy(node.host).finally(() => {
      isOver = true;
    });
    const times: number[] = [];
    while (!isOver) {
      const startedAt = performance.now();
      await client.set(`written:${times.length % 1_000}`, PIECE);
      times.push(performance.now() - startedAt);
      await setImmediate();
    }
    await copied;
    return percentile(times, 0.99);
  } finally {
    client.disconnect();
    await node.stop();
  }
}
