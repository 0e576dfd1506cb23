import type { IncomingMessage } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { SECOND_MS } from "@/lib/core/units";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { open } from "../http";

/** Tries in a row that bring nothing before it is given up. */
const TRIES_MAX = 5;
const TIMEOUT_MS = 60 * SECOND_MS;

/** Where bytes go; `at` is how many it has. */
export type Sink = { at: number; write: (bytes: Uint8Array) => Promise<void> };

type Source = {
  bytes: number;
  /** A link that works, made anew for each try. */
  link: () => Promise<string>;
  onProgress: (at: number) => void;
};

/** Brings what the sink lacks; where the connection breaks it goes on from there. @throws Failure */
export async function download({ bytes, link, onProgress }: Source, sink: Sink): Promise<void> {
  for (let idle = 0; sink.at < bytes; ) {
    const before = sink.at;
    try {
      await fetchRest(new URL(await link()), sink, onProgress);
    } catch (error) {
      idle = sink.at > before ? 0 : idle + 1;
      if (!(error instanceof Broken) || idle >= TRIES_MAX) throw toFailure(error);
      await delay(idle * SECOND_MS);
    }
  }
  if (sink.at > bytes) throw new Failure(EXIT.failed, "The archive is longer than it should be.");
}

/** May go better the next time. */
class Broken extends Error {}

const toFailure = (error: unknown): unknown =>
  error instanceof Broken
    ? new Failure(EXIT.unavailable, `The archive cannot be read: ${error.message}`, [
        "The same command goes on where it has stopped.",
      ])
    : error;

async function fetchRest(url: URL, sink: Sink, onProgress: (at: number) => void): Promise<void> {
  const headers: Record<string, string> = sink.at > 0 ? { range: `bytes=${sink.at}-` } : {};
  const message = await openLink(url, headers);
  let skip = startOf(message, sink.at);
  try {
    for await (const chunk of message) {
      const wanted: Buffer = chunk.subarray(skip);
      skip = Math.max(0, skip - chunk.length);
      await sink.write(wanted);
      sink.at += wanted.length;
      onProgress(sink.at);
    }
  } catch (error) {
    if (!isOfNetwork(error)) throw error;
    throw new Broken(error.message, { cause: error });
  }
}

async function openLink(url: URL, headers: Record<string, string>): Promise<IncomingMessage> {
  try {
    return await open({ method: "GET", url, headers }, TIMEOUT_MS);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Broken(error.message, { cause: error });
  }
}

/** How many bytes of the answer are there already: a proxy may send the whole in place of the rest. @throws Broken, Failure */
function startOf(message: IncomingMessage, at: number): number {
  const { statusCode: status = 0, headers } = message;
  const [, from] = /^bytes (\d+)-/.exec(headers["content-range"] ?? "") ?? [];
  if (status === 200) return at;
  if (status === 206 && Number(from) === at) return 0;
  message.resume();
  if (status === 404 || status === 403 || status >= 500) throw new Broken(`status ${status}`);
  throw new Failure(EXIT.refused, `The archive cannot be read: status ${status}.`);
}

const isOfNetwork = (error: unknown): error is Error =>
  error instanceof Error &&
  "code" in error &&
  ["ECONNRESET", "ETIMEDOUT", "EPIPE", "ERR_STREAM_PREMATURE_CLOSE"].includes(String(error.code));
