import type { Duplex } from "node:stream";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { encode, newReader, type Reply } from "./resp";

export type RedisConnection = {
  /** The reply to a command; replies come in the order of the commands. @throws Failure when the connection ends before. */
  ask(words: readonly string[]): Promise<Reply>;
  close(): void;
};

/** Speaks Redis over a stream. `onUnasked` gets what comes without a question, such as messages of a subscription. */
export function speakRedis(stream: Duplex, onUnasked: (reply: Reply) => void): RedisConnection {
  const waiting: { resolve: (reply: Reply) => void; reject: (error: Error) => void }[] = [];
  const read = newReader();
  let end: Error | null = null;
  const close = (error: Error) => {
    end ??= error;
    for (const { reject } of waiting.splice(0)) reject(end);
    stream.destroy();
  };
  stream.on("data", (bytes: Buffer) => {
    try {
      for (const reply of read(bytes)) {
        const first = waiting.shift();
        if (first) first.resolve(reply);
        else onUnasked(reply);
      }
    } catch (error) {
      close(error instanceof Error ? error : new Error("unreadable"));
    }
  });
  const ended = () => close(new Failure(EXIT.unavailable, "Redis has closed the connection."));
  stream.once("close", ended).once("end", ended).once("error", close);
  return {
    ask: (words) =>
      new Promise((resolve, reject) => {
        if (end) return reject(end);
        waiting.push({ resolve, reject });
        stream.write(encode(words));
      }),
    close: ended,
  };
}
