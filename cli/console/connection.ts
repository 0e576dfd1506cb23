import type { Duplex } from "node:stream";
import { encode, newReader, type Reply } from "@/lib/core/console/resp";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { type Expectation, isListening, newExpectations, type Words } from "./expectations";

export type RedisConnection = {
  /** The replies to a command, in the order of the commands; none where Redis is told not to reply, or where they go to `onUnasked` as all that is listened to. @throws Failure when the connection ends before. */
  ask(words: Words): Promise<Reply[]>;
  /** Resolves when the connection has ended. */
  ended: Promise<void>;
  /** Ends it once Redis has done what it was asked without a reply. */
  finish(): Promise<void>;
  close(): void;
};

type Waiting = Expectation & {
  isListener: boolean;
  replies: Reply[];
  resolve: (replies: Reply[]) => void;
  reject: (error: Error) => void;
};

/** Speaks Redis over a stream. `onUnasked` gets what comes without a question, such as messages of a subscription. */
export function speakRedis(stream: Duplex, onUnasked: (reply: Reply) => void): RedisConnection {
  const waiting: Waiting[] = [];
  const expectations = newExpectations();
  const read = newReader();
  let end: Error | null = null;
  const close = (error: Error) => {
    end ??= error;
    for (const { reject } of waiting.splice(0)) reject(end);
    stream.destroy();
  };
  const take = (reply: Reply) => {
    const first = waiting[0];
    if (!first?.isAnswer(reply)) {
      expectations.noteUnasked(reply);
      return onUnasked(reply);
    }
    // What follows the answer to one that listens may come with it, and has to stand after it.
    if (first.isListener && reply.type !== "error") onUnasked(reply);
    else first.replies.push(reply);
    if (!first.isListener && first.replies.length < first.count && reply.type !== "error") return;
    waiting.shift();
    first.resolve(first.replies);
  };
  stream.on("data", (bytes: Buffer) => {
    try {
      read(bytes).forEach(take);
    } catch (error) {
      close(
        new Failure(
          EXIT.failed,
          `Redis cannot be understood: ${error instanceof Error ? error.message : ""}`,
        ),
      );
    }
  });
  const hungUp = () => close(new Failure(EXIT.unavailable, "Redis has closed the connection."));
  stream.once("close", hungUp).once("end", hungUp).once("error", close);
  const ask = (words: Words) =>
    new Promise<Reply[]>((resolve, reject) => {
      if (end) return reject(end);
      const expected = expectations.of(words);
      stream.write(encode(words));
      if (expected.count === 0) return resolve([]);
      waiting.push({ ...expected, isListener: isListening(words), replies: [], resolve, reject });
    });
  return {
    ask,
    ended: new Promise((resolve) => stream.once("close", () => resolve())),
    finish: async () => {
      if (expectations.isSilent()) await ask(["CLIENT", "REPLY", "ON"]);
      hungUp();
    },
    close: hungUp,
  };
}
