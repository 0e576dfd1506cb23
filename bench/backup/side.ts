// Berth's own part of the measurement, in a process of its own whose memory is looked at.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { ageArchives } from "../../lib/adapters/archives/age";
import { folderStorage } from "../../lib/adapters/storage/folder";
import type { ObjectSource } from "../../lib/ports/archives";
import { sendPieces } from "../../lib/web/send-pieces";
import { dumpSource } from "./dump-source";

const LOOK_MS = 50;

const Order = z.object({
  verb: z.enum(["store", "verify", "serve"]),
  folder: z.string(),
  name: z.string(),
  host: z.string(),
  identity: z.string(),
  recipient: z.string(),
});
/** What is asked of this program at its input; it answers one line. */
export type Order = z.infer<typeof Order>;

const residentMb = (): number => {
  const kib = /^VmRSS:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  return (Number(kib) * 1_024) / 1_000_000;
};

/** How far above its beginning the memory of this process gets meanwhile. */
async function watched<T>(work: () => Promise<T>): Promise<{ value: T; ms: number; memoryMb: number }> {
  const idle = residentMb();
  let most = idle;
  const look = setInterval(() => {
    most = Math.max(most, residentMb());
  }, LOOK_MS);
  const startedAt = performance.now();
  try {
    const value = await work();
    return { value, ms: performance.now() - startedAt, memoryMb: most - idle };
  } finally {
    clearInterval(look);
  }
}

const order = Order.parse(JSON.parse(await text(process.stdin)));
const storage = folderStorage(order.folder);

const VERBS: Record<Order["verb"], () => Promise<unknown>> = {
  store: async () => {
    const { host, name, recipient } = order;
    const { value, ...cost } = await watched(async () => {
      const dump = await dumpSource(host);
      const sealed = await ageArchives.seal({ dump, folder: "bench", takenAt: new Date(), recipient });
      await storage.put({ name, ...sealed });
      return sealed.figures();
    });
    return { ...value, ...cost };
  },
  verify: () =>
    watched(async () => {
      for await (const _ of ageArchives.readDump(await objectSource(false), order.identity));
    }),
  serve,
};

async function objectSource(fleeting: boolean): Promise<ObjectSource> {
  const found = await storage.stat(order.name);
  if (!found) throw new Error("the object is not there");
  return { bytes: found.bytes, read: (range) => storage.read(order.name, range, { fleeting }) };
}

/** The archive over HTTP, as a download is, until this program is ended; answers the port. */
async function serve(): Promise<unknown> {
  const server = createServer(async (_, answer) => {
    const archive = await ageArchives.openArchive(await objectSource(true), order.identity);
    answer.writeHead(200, { "content-length": archive.bytes });
    await sendPieces(answer, archive.read({ from: 0, to: archive.bytes }));
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return server.address();
}

console.log(JSON.stringify(await VERBS[order.verb]()));
