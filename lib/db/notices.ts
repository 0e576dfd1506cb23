import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { prisma, query } from "./client";

/** Told in the transaction that enqueues an operation, so that nobody hears of it before it is there. */
export const OPERATIONS_CHANNEL = "berth_operations";

const PROOF = "proof:";
const PROVE_EVERY_MS = 30_000;
const PROVE_MS = 5_000;
const CONNECT_MS = 5_000;
const RECONNECT_FIRST_MS = 500;
const RECONNECT_MAX_MS = 60_000;
/** Without notices: as often as a person does not feel. With them, for what one was lost of. */
const LOOK_MS = { unheard: 200, heard: 5_000 };

/**
 * Calls `look` at each notice and every 5 s, as long as notices arrive; and every 200 ms while they do not: a proxy that pools
 * connections may pass none on, a connection may be lost. That they arrive is proven when the connection is made, after which what was
 * missed is looked for, and every half minute. `look` must not fail.
 */
export function listenForNotices(
  connectionString: string,
  { channel, look }: { channel: string; look: () => Promise<void> },
): { isHeard: () => boolean; stop: () => Promise<void> } {
  let isHeard = false;
  let current: Client | undefined;
  const stopping = new AbortController();
  let timer: NodeJS.Timeout;

  const hear = (isNowHeard: boolean): void => {
    isHeard = isNowHeard;
    clearInterval(timer);
    if (!stopping.signal.aborted)
      timer = setInterval(() => void look(), isHeard ? LOOK_MS.heard : LOOK_MS.unheard);
  };

  /** Resolves when the connection is of no use any more. @throws Error when it never was, or PostgreSQL does not answer. */
  async function listen(client: Client): Promise<void> {
    const proofs = new Map<string, () => void>();
    const lost = new Promise<void>((resolve) => client.once("end", resolve).on("error", () => resolve()));
    client.on("notification", ({ payload = "" }) => {
      if (payload.startsWith(PROOF)) proofs.get(payload)?.();
      else void look();
    });
    // By itself it would never be over when it is ended meanwhile.
    await Promise.race([client.connect(), lost]);
    await client.query(`LISTEN ${channel}`);
    while (!stopping.signal.aborted) {
      await prove(channel, proofs, lost);
      if (!isHeard) {
        hear(true);
        void look();
      }
      if (await comesWithin(lost, PROVE_EVERY_MS)) return;
    }
  }

  async function run(): Promise<void> {
    for (let pauseMs = RECONNECT_FIRST_MS; !stopping.signal.aborted; ) {
      current = new Client({ connectionString, connectionTimeoutMillis: CONNECT_MS, keepAlive: true });
      try {
        await listen(current);
      } catch {
        // Looked for every 200 ms until it comes back: whoever asks PostgreSQL says what is wrong with it.
      }
      pauseMs = isHeard ? RECONNECT_FIRST_MS : Math.min(pauseMs * 2, RECONNECT_MAX_MS);
      hear(false);
      await current.end().catch(() => {});
      await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  hear(false);
  const running = run();
  const stop = async () => {
    stopping.abort();
    clearInterval(timer);
    await current?.end().catch(() => {});
    await running;
  };
  return { isHeard: () => isHeard, stop };
}

/** Sends a notice the way that others send theirs and waits until it has come back. @throws Error when it does not. */
async function prove(channel: string, proofs: Map<string, () => void>, lost: Promise<void>): Promise<void> {
  const proof = PROOF + randomUUID();
  const heard = new Promise<true>((resolve) => proofs.set(proof, () => resolve(true)));
  try {
    await query(() => prisma().$executeRaw`SELECT pg_notify(${channel}, ${proof})`);
    const isOver = lost.then(() => false);
    if (!(await Promise.race([heard, isOver, delay(PROVE_MS, false, { ref: false })])))
      throw new Error("notices do not arrive");
  } finally {
    proofs.delete(proof);
  }
}

/** True when it came, false when the time was over before. */
async function comesWithin(coming: Promise<void>, timeoutMs: number): Promise<boolean> {
  const over = new AbortController();
  const late = delay(timeoutMs, false, { signal: over.signal }).catch(() => false);
  const comes = await Promise.race([coming.then(() => true), late]);
  over.abort();
  return comes;
}
