import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";

const LONG_MS = 420_000;

const said = (what: unknown) => process.stdout.write(`told ${JSON.stringify(what)}\n`);

/** Tells a figure to whoever runs the story (`hands.ts`). */
export const tell = (key: string, value: unknown) => said({ [key]: value });

const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

/** Has a deed done that needs the machine; answers what it answers. */
export async function ask(deed: string, ...words: string[]): Promise<unknown> {
  said([deed, words]);
  const { value } = await answers.next();
  return JSON.parse(String(value));
}

/** What a look finds, once it finds something; null when it found nothing for long. */
export async function until<T>(look: () => Promise<T | null>): Promise<T | null> {
  for (const startedAt = Date.now(); Date.now() - startedAt < LONG_MS; await delay(200)) {
    const found = await look().catch(() => null);
    if (found !== null) return found;
  }
  return null;
}

const Report = z.object({
  written: z.number(),
  longestMs: z.number(),
  lost: z.number(),
  lostMs: z.number(),
});

type Place = { host: string; service: string; url: string; pauseMs?: number };

/** A writer in the network of a service's container on a host; `name` begins its keys. It writes as fast as it can, but for the pause. */
export async function startHostWriter(name: string, { host, service, url, pauseMs = 0 }: Place) {
  await ask("write", name, host, service, url, String(pauseMs));
  const written = async () => z.number().parse(await ask("count", name));
  return {
    name,
    begin: () => ask("begin", name),
    written,
    /** True once so many more were acknowledged; null when they were not for long. */
    wrote: async (more: number): Promise<true | null> => {
      const wanted = (await written()) + more;
      return until(async () => ((await written()) >= wanted ? true : null));
    },
    report: async () => Report.parse(await ask("report", name)),
    /** The report of one whose network may be gone, read back by another. */
    reportBy: async (by: string) => Report.parse(await ask("check", name, by)),
  };
}
