import pTimeout from "p-timeout";
import { encode, newReader, type Reply } from "../../../core/console/resp";
import { DomainError } from "../../../core/errors";
import type { RedisTarget } from "../../../ports/redis-admin";
import type { Link } from "../connection";
import { linkDoor } from "../door";
import { silent, translate, unknownAnswer } from "../translate";

/** Longer than this no line takes: a server that is held up so long has other troubles. */
const REPLY_MS = 10_000;
const NAME = "berth-console";

/** A reply and how many bytes it had. */
export type Told = { reply: Reply; bytes: number };
/** A connection by hand: ioredis keeps all of a reply, however large. */
export type Talk = {
  /** The reply, of which at most `keptBytesMax` bytes are kept. @throws DomainError `unavailable` when none comes. */
  ask(words: readonly (string | Buffer)[], keptBytesMax: number): Promise<Told>;
};

const FEW_BYTES = 64 * 1024;

/** Signs in as the target says, in the form of RESP3, where replies have types; ends the connection after `work`. */
export async function withTalk<T>(
  link: Link,
  target: RedisTarget,
  work: (talk: Talk) => Promise<T>,
): Promise<T> {
  const stream = await linkDoor(link).open(target.serviceName);
  const pieces: AsyncIterator<Buffer, undefined> = stream[Symbol.asyncIterator]();
  stream.on("error", () => {});
  const ask: Talk["ask"] = async (words, keptBytesMax) => {
    const read = newReader({ keptBytesMax });
    stream.write(encode(words));
    for (let bytes = 0; ; ) {
      const { value } = await pTimeout(pieces.next(), {
        milliseconds: REPLY_MS,
        fallback: () => tooSlow(target.serviceName),
      });
      if (value === undefined) throw silent(target.serviceName, new Error("the connection ended"));
      bytes += value.length;
      const [reply] = understand(read, value);
      if (reply) return { reply, bytes };
    }
  };
  try {
    refuseError(
      target,
      await ask(["HELLO", "3", "AUTH", target.user, target.password, "SETNAME", NAME], FEW_BYTES),
    );
    return await work({ ask });
  } catch (error) {
    throw translate(target.serviceName, error);
  } finally {
    stream.destroy();
  }
}

function tooSlow(serviceName: string): never {
  throw new DomainError(
    "unavailable",
    "redis_slow",
    `${serviceName} has not answered for ${REPLY_MS / 1_000} seconds. It may still be at it.`,
  );
}

/** What the reader makes of bytes. @throws DomainError `internal` for what is not the protocol. */
function understand(read: (piece: Buffer) => Reply[], piece: Buffer): Reply[] {
  try {
    return read(piece);
  } catch (error) {
    throw unknownAnswer("a line of the console", error);
  }
}

/** @throws DomainError of what Redis replied. */
export function refuseError({ serviceName }: RedisTarget, { reply }: Told): void {
  if (reply.type !== "error") return;
  throw translate(serviceName, Object.assign(new Error(reply.value), { name: "ReplyError" }));
}
