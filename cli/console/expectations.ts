import type { Reply } from "@/lib/core/console/resp";

export type Words = readonly (string | Buffer)[];

/** How many replies belong to a command, and which those are. */
export type Expectation = { count: number; isAnswer: (reply: Reply) => boolean };

export type Expectations = {
  of(words: Words): Expectation;
  noteUnasked(reply: Reply): void;
  /** True while Redis is told not to reply. */
  isSilent(): boolean;
};

/** After these a connection is for listening until it ends. */
export const isListening = ([first = ""]: Words): boolean =>
  /^(?:[ps]?subscribe|monitor)$/i.test(first.toString());

const isPushOf = (kind: string, reply: Reply): boolean => {
  const first = reply.type === "push" ? reply.items[0] : undefined;
  return first?.type === "text" && first.bytes.toString() === kind;
};

type Silence = "until-on" | "next" | null;

/** What a command does to the silence, "on" for one that ends it; null for most. */
function silencing(words: Words): string | null {
  const [first, second, third = ""] = words.map((word) => word.toString().toLowerCase());
  if (first === "reset") return "on";
  return first === "client" && second === "reply" ? third : null;
}

function silenceAfter(silence: Silence, change: string | null): Silence {
  if (change === "on") return null;
  if (change === "off" || silence === "until-on") return "until-on";
  return change === "skip" ? "next" : null;
}

/** Knows the commands that Redis does not answer, answers more than once, or answers by a push. https://redis.io/docs/latest/commands/client-reply/ */
export function newExpectations(): Expectations {
  let silence: Silence = null;
  return {
    of: (words) => {
      const change = silencing(words);
      const isAnswered = change === "on" || (silence === null && change !== "off" && change !== "skip");
      silence = silenceAfter(silence, change);
      const name = words[0]?.toString().toLowerCase() ?? "";
      const answers = /^[ps]?unsubscribe$/.test(name) ? Math.max(1, words.length - 1) : 1;
      return {
        count: isAnswered ? answers : 0,
        isAnswer: (reply) => reply.type !== "push" || isPushOf(name, reply),
      };
    },
    // An error for a command that has no reply: it was refused, and Redis goes on to answer.
    noteUnasked: (reply) => {
      if (reply.type === "error") silence = null;
    },
    isSilent: () => silence !== null,
  };
}
