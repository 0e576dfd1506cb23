import { createInterface, type Interface } from "node:readline";
import type { Duplex } from "node:stream";
import { z } from "zod";
import { jsonReply } from "@/lib/core/console/json-reply";
import type { Reply } from "@/lib/core/console/resp";
import { splitLine } from "@/lib/core/console/words";
import { command } from "../command";
import type { RedisConnection } from "../console/connection";
import { isListening, type Words } from "../console/expectations";
import { rawReply, showReply } from "../console/show";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import type { Session } from "../session";
import type { Gateway } from "../tunnel/gateway";
import type { RedisUrl } from "../tunnel/redis-url";

export const redisConsole = command({
  name: "redis-console",
  usage: "[words...]",
  group: "Databases",
  summary: "talk to a database, line by line, or with one command: berth redis-console GET key",
  options: [
    ["-e, --env <name>", "variable with the URL of the database (REDIS_URL)"],
    ["-i, --identity <file>", "private SSH key, else those of the agent and of ~/.ssh"],
  ],
  input: z.object({
    words: z.array(z.string()).default([]),
    env: z.string().default("REDIS_URL"),
    identity: z.string().optional(),
  }),
  async run(session, { words, env, identity }) {
    // Loaded here: no other command needs SSH.
    const { findRedisUrl } = await import("../tunnel/redis-url");
    const { openGateway } = await import("../tunnel/gateway");
    const url = await findRedisUrl(session, env);
    const gateway = await openGateway(session, identity);
    try {
      const open = await newOpening(session, gateway, url);
      const talk = newTalk(open, url, (reply) => printReply(session, reply));
      if (words.length > 0) await runOne(session, talk, words);
      else await converse(session, talk, `${url.host}:${url.port}> `);
      await talk.finish();
    } finally {
      gateway.close();
    }
  },
});

/** How each connection is opened: over TLS where the URL says so, after the authority was asked for once. */
async function newOpening(session: Session, gateway: Gateway, url: RedisUrl): Promise<() => Promise<Duplex>> {
  const { host, port, isTls } = url;
  if (!isTls) return () => gateway.open({ host, port });
  const { loadAuthority, secureStream } = await import("../tunnel/secure");
  const ca = await loadAuthority(session);
  return async () => secureStream(await gateway.open({ host, port }), { ca, name: host });
}

type Talk = {
  /** Each reply as it comes; after a command that listens, until the connection ends or `signal`. */
  say(words: Words, signal?: AbortSignal): Promise<Reply[]>;
  finish(): Promise<void>;
};

/** Sends commands over a connection that is made when it is needed: Redis ends one that says nothing for a while. */
function newTalk(open: () => Promise<Duplex>, url: RedisUrl, onReply: (reply: Reply) => void): Talk {
  let current: RedisConnection | null = null;
  return {
    say: async (words, signal) => {
      current ??= await connect(open, url, onReply);
      try {
        const replies = await current.ask(words);
        if (!isListening(words) || replies.some(({ type }) => type === "error")) return replies;
        // What it listens to would come between the answers to later commands: those get a connection of their own.
        signal?.addEventListener("abort", current.close, { once: true });
        await current.ended;
        if (!signal?.aborted) throw new Failure(EXIT.unavailable, "Redis has closed the connection.");
      } catch (error) {
        current = null;
        throw error;
      }
      current = null;
      return [];
    },
    finish: async () => current?.finish(),
  };
}

async function connect(
  open: () => Promise<Duplex>,
  { user, password, database }: RedisUrl,
  onUnasked: (reply: Reply) => void,
): Promise<RedisConnection> {
  const { speakRedis } = await import("../console/connection");
  const connection = speakRedis(await open(), onUnasked);
  const greetings = [
    ...(password === "" ? [] : [["AUTH", ...(user === "" ? [] : [user]), password]]),
    ...(/^[1-9]\d*$/.test(database) ? [["SELECT", database]] : []),
  ];
  for (const words of greetings) refuseErrors(await connection.ask(words));
  return connection;
}

function printReply({ options, terminal }: Session, reply: Reply): void {
  if (options.json) terminal.json(jsonReply(reply));
  else if (terminal.isScreen) terminal.print(showReply(reply).join("\n"));
  else terminal.bytes(rawReply(reply));
}

function refuseErrors(replies: readonly Reply[]): void {
  for (const reply of replies) if (reply.type === "error") throw new Failure(EXIT.refused, reply.value);
}

async function runOne(session: Session, talk: Talk, words: Words): Promise<void> {
  const replies = await talk.say(words);
  refuseErrors(replies);
  for (const reply of replies) printReply(session, reply);
}

async function converse(session: Session, talk: Talk, prompt: string): Promise<void> {
  const { terminal } = session;
  const lines = createInterface({
    input: process.stdin,
    output: terminal.isScreen ? process.stdout : undefined,
    terminal: terminal.isScreen,
    prompt,
  });
  if (terminal.isScreen) lines.prompt();
  for await (const line of lines) {
    if (/^\s*(quit|exit)\s*$/i.test(line)) break;
    await answer(session, talk, lines, line);
    if (terminal.isScreen) lines.prompt();
  }
  lines.close();
}

/** What goes wrong with one line does not end the conversation. */
async function answer(session: Session, talk: Talk, lines: Interface, line: string): Promise<void> {
  const { terminal } = session;
  const words = splitLine(line);
  if (!words) return terminal.note("A quote is not closed, or something stands after it.");
  if (words.length === 0) return;
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  const isListener = isListening(words) && terminal.isScreen;
  if (isListener) {
    terminal.note("Listening. Ctrl-C goes back.");
    lines.once("SIGINT", interrupt);
  }
  try {
    for (const reply of await talk.say(words, interruption.signal)) printReply(session, reply);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    terminal.fail(error);
  } finally {
    lines.off("SIGINT", interrupt);
  }
}
