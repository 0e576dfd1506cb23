import type { Duplex } from "node:stream";
import pTimeout from "p-timeout";
import { VALKEY } from "../../core/engines/valkey/engine";
import { DomainError, isUnavailable } from "../../core/errors";
import { MIB, MINUTE_MS } from "../../core/units";
import type { DatabaseDoor } from "../../ports/database-door";
import type { RedisTarget } from "../../ports/redis-admin";
import type { DumpingServer, RedisDump, RedisDumps } from "../../ports/redis-dump";
import { CutShort, parseFrame, unframed } from "./dump-frame";
import { silent, translate, unknownAnswer } from "./translate";

/** A node that forks or waits for another copy sends an empty line every ten seconds. */
const SILENCE_MS = MINUTE_MS;
const LINE_BYTES_MAX = 16_384;
/** Of a version that cannot leave out the writes behind the dump: what it keeps of them must fit beside its data. */
const BUFFER_BYTES = 16 * MIB;
const ENDS_EARLY = "the connection ended before the dump was whole";

/**
 * Dumps through a door, by the words of a replica: ioredis takes no answer without a length. The first version (6.0) knows no `rdb-only`
 * and keeps the writes that come meanwhile for a replica that nobody is: it is given up when they are more than a little.
 * `silenceMs` is how long a node may say nothing.
 */
export function redisDumps(door: DatabaseDoor, { silenceMs = SILENCE_MS } = {}): RedisDumps {
  return {
    dump: async (target, server) => {
      const talk = talkOver(await door.open(target.serviceName), target.serviceName, silenceMs);
      try {
        return await askForDump(talk, target, server);
      } catch (error) {
        talk.close();
        throw error;
      }
    },
  };
}

type Talk = {
  serviceName: string;
  say(...words: readonly string[]): void;
  /** The next line that is not empty. */
  readLine(): Promise<string>;
  chunks: AsyncIterator<Buffer, undefined>;
  close(): void;
};

async function askForDump(
  talk: Talk,
  { user, password }: RedisTarget,
  server: DumpingServer | undefined,
): Promise<RedisDump> {
  talk.say("AUTH", user, password);
  assertTaken(talk, await talk.readLine(), { isAsked: false });
  if (server) await nameVersion(talk, server);
  await offer(talk);
  talk.say("SYNC");
  const line = await talk.readLine();
  assertTaken(talk, line, { isAsked: true });
  const frame = parseFrame(line);
  if (!frame) throw unknownAnswer("SYNC");
  return { totalBytes: "mark" in frame ? null : frame.totalBytes, content: contentOf(talk, frame) };
}

/**
 * Valkey sends an old form to whoever tells no version, and nothing at all once fields of hashes expire, which that form does not know: asked
 * for its own one it sends what it would save. https://valkey.io/commands/replconf/
 */
async function nameVersion(talk: Talk, { provider, version }: DumpingServer): Promise<void> {
  if (provider !== VALKEY.provider) return;
  talk.say("REPLCONF", "VERSION", version);
  await talk.readLine();
}

/** An older version refuses what it does not know, and sends a dump all the same. */
async function offer(talk: Talk): Promise<void> {
  talk.say("REPLCONF", "capa", "eof");
  await talk.readLine();
  talk.say("REPLCONF", "rdb-only", "1");
  if (!isRefusal(await talk.readLine())) return;
  talk.say("CONFIG", "SET", "client-output-buffer-limit", `replica ${BUFFER_BYTES} 0 0`);
  await talk.readLine();
}

const isRefusal = (line: string): boolean => line.startsWith("-");

/** @throws DomainError of what Redis replied; a refused dump in its own words, unless it passes. */
function assertTaken({ serviceName }: Talk, line: string, { isAsked }: { isAsked: boolean }): void {
  if (!isRefusal(line)) return;
  const reply = Object.assign(new Error(line.slice(1)), { name: "ReplyError" });
  const error = translate(serviceName, reply);
  if (!isAsked || isUnavailable(error)) throw error;
  const message = `${serviceName} gives no dump: ${reply.message}`;
  throw new DomainError("conflict", "dump_refused", message, { cause: error });
}

async function* contentOf(talk: Talk, frame: Parameters<typeof unframed>[1]): AsyncGenerator<Buffer> {
  try {
    yield* unframed(talk.chunks, frame);
  } catch (error) {
    throw error instanceof CutShort ? silent(talk.serviceName, error) : error;
  } finally {
    talk.close();
  }
}

/** A conversation by hand: lines first, then bytes as they come. Nothing is read from the network that nobody asked for. */
function talkOver(stream: Duplex, serviceName: string, silenceMs: number): Talk {
  const source: AsyncIterator<Buffer, undefined> = stream[Symbol.asyncIterator]();
  // Who waits for the next chunk is told; who does not wait yet must not be ended by it.
  stream.on("error", () => {});
  let pending: Buffer = Buffer.alloc(0);
  const next = async (): Promise<IteratorResult<Buffer, undefined>> => {
    const tooLong = () => {
      stream.destroy();
      throw silent(serviceName, new Error(`nothing came for ${silenceMs / 1_000} s`));
    };
    const taken = source.next().catch((error: unknown) => {
      throw translate(serviceName, error);
    });
    return pTimeout(taken, { milliseconds: silenceMs, fallback: tooLong });
  };
  const chunks: AsyncIterator<Buffer, undefined> = {
    next: () => {
      if (pending.length === 0) return next();
      const value = pending;
      pending = Buffer.alloc(0);
      return Promise.resolve({ done: false, value });
    },
  };
  return {
    serviceName,
    say: (...words) => {
      stream.write(requestOf(words));
    },
    readLine: async () => {
      for (;;) {
        const end = pending.indexOf("\n");
        if (end >= 0) {
          const line = pending.toString("utf8", 0, end).trimEnd();
          pending = pending.subarray(end + 1);
          if (line !== "") return line;
          continue;
        }
        if (pending.length > LINE_BYTES_MAX) throw unknownAnswer("SYNC");
        const { value } = await next();
        if (value === undefined) throw silent(serviceName, new Error(ENDS_EARLY));
        pending = Buffer.concat([pending, value]);
      }
    },
    chunks,
    close: () => stream.destroy(),
  };
}

/** https://redis.io/docs/latest/develop/reference/protocol-spec/ */
const requestOf = (words: readonly string[]): string =>
  [`*${words.length}`, ...words.flatMap((word) => [`$${Buffer.byteLength(word)}`, word]), ""].join("\r\n");
