import { createInterface } from "node:readline";
import { z } from "zod";
import { splitCommand } from "@/lib/core/apps/command";
import { command } from "../command";
import type { RedisConnection } from "../console/connection";
import type { Reply } from "../console/resp";
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
      const print = (reply: Reply) => printReply(session, reply);
      const talk = newTalk(gateway, url, print);
      if (words.length > 0) await runOne(session, talk, words);
      else await converse(session, talk, `${url.host}:${url.port}> `);
    } finally {
      gateway.close();
    }
  },
});

type Talk = (words: readonly string[]) => Promise<Reply>;

/** Sends commands over a connection that is made when it is needed: Redis ends one that says nothing for a while. */
function newTalk(gateway: Gateway, url: RedisUrl, onUnasked: (reply: Reply) => void): Talk {
  let current: RedisConnection | null = null;
  return async (words) => {
    current ??= await connect(gateway, url, onUnasked);
    try {
      return await current.ask(words);
    } catch (error) {
      current = null;
      throw error;
    }
  };
}

async function connect(
  gateway: Gateway,
  { host, port, user, password, database }: RedisUrl,
  onUnasked: (reply: Reply) => void,
): Promise<RedisConnection> {
  const { speakRedis } = await import("../console/connection");
  const connection = speakRedis(await gateway.open({ host, port }), onUnasked);
  const greetings = [
    ...(password === "" ? [] : [["AUTH", ...(user === "" ? [] : [user]), password]]),
    ...(/^[1-9]\d*$/.test(database) ? [["SELECT", database]] : []),
  ];
  for (const words of greetings) {
    const reply = await connection.ask(words);
    if (reply.type === "error") throw new Failure(EXIT.refused, reply.value);
  }
  return connection;
}

function printReply({ options, terminal }: Session, reply: Reply): void {
  const show = terminal.isScreen ? showReply : rawReply;
  if (options.json) terminal.json(reply);
  else for (const line of show(reply)) terminal.print(line);
}

async function runOne(session: Session, talk: Talk, words: readonly string[]): Promise<void> {
  const reply = await talk(words);
  if (reply.type === "error") throw new Failure(EXIT.refused, reply.value);
  printReply(session, reply);
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
    await answer(session, talk, line);
    if (terminal.isScreen) lines.prompt();
  }
  lines.close();
}

/** What goes wrong with one line does not end the conversation. */
async function answer(session: Session, talk: Talk, line: string): Promise<void> {
  const parsed = splitCommand(line);
  if (!parsed.isValid) return session.terminal.note("A quote is not closed.");
  if (parsed.words.length === 0) return;
  try {
    printReply(session, await talk(parsed.words));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    session.terminal.fail(error);
  }
}
