import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { startManyHosts } from "./many-hosts";

type Hosts = Awaited<ReturnType<typeof startManyHosts>>;
export type Answer = (...words: string[]) => Promise<unknown>;
type Host = Hosts["first"];

const Request = z.tuple([z.string(), z.array(z.string())]);

/** `at`: the host in whose network it runs, by itself the first; `deeds`: what it may ask for besides. */
type Scene = {
  words?: readonly string[];
  environment?: Record<string, string>;
  at?: Host;
  deeds?: Record<string, Answer>;
};

/**
 * Runs a story in the network of one of many hosts, where the way to its engine is, and does for it what needs the machine: it tells
 * figures and asks for deeds, line by line (`story-side.ts`). Answers what it told.
 */
export async function runStory(hosts: Hosts, story: string, scene: Scene): Promise<Record<string, unknown>> {
  const { words = [], environment = {}, at = hosts.first } = scene;
  const [file, args] = at.command([process.execPath, "--import", "tsx", story, at.name, ...words]);
  const child = spawn(file, args, {
    stdio: ["pipe", "pipe", "inherit"],
    env: {
      ...process.env,
      BERTH_DOCKER_SOCKET: at.socket,
      BERTH_LOG_LEVEL: "error",
      ...environment,
    },
  });
  const deeds: Record<string, Answer> = { ...deedsOf(hosts), ...writersOf(hosts), ...scene.deeds };
  const told: Record<string, unknown> = {};
  const follow = async (line: string): Promise<void> => {
    // Libraries print lines of their own.
    if (!line.startsWith("told ")) return;
    const said: unknown = JSON.parse(line.slice("told ".length));
    if (!Array.isArray(said)) Object.assign(told, said);
    else {
      const [deed, asked] = Request.parse(said);
      const answer = await deeds[deed]?.(...asked);
      child.stdin.write(`${JSON.stringify(answer ?? null)}\n`);
    }
  };
  try {
    for await (const line of createInterface({ input: child.stdout })) await follow(line);
    return told;
  } catch (cause) {
    throw new Error(`the story was cut off; until then it told ${JSON.stringify(told)}`, { cause });
  }
}

const deedsOf = (hosts: Hosts): Record<string, Answer> => ({
  join: (host = "") => hosts.join(host),
  cut: (host = "") => hosts.cut(host),
  mend: (host = "") => hosts.mend(host),
  powerOff: (host = "") => hosts.powerOff(host),
  powerOn: (host = "") => hosts.powerOn(host),
  kill: (host = "", service = "") => hosts.end(host, service, "KILL"),
  stop: (host = "", service = "") => hosts.end(host, service, "TERM"),
  docker: (host = "", ...words) => hosts.docker(host, ...words),
});

/** Writers by name, each in the network of a service's container on a host. */
function writersOf(hosts: Hosts): Record<string, Answer> {
  const writers = new Map<string, { child: ChildProcess; lines: AsyncIterator<string> }>();
  const say = (name: string, line: string) => void writers.get(name)?.child.stdin?.write(`${line}\n`);
  const ask = async (name: string, line: string) => {
    say(name, line);
    const { value } = (await writers.get(name)?.lines.next()) ?? {};
    return JSON.parse(String(value));
  };
  return {
    write: async (name = "", host = "", service = "", url = "", pauseMs = "0") => {
      const words = [process.execPath, "tests/engine/host-writer.mjs"];
      const [file, args] = await hosts.inNetworkOf(host, service, words);
      const child = spawn(file, args, { stdio: ["pipe", "pipe", "inherit"] });
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      writers.set(name, { child, lines });
      say(name, JSON.stringify({ url, prefix: name, pauseMs: Number(pauseMs) }));
    },
    begin: async (name = "") => say(name, "begin"),
    count: (name = "") => ask(name, "count"),
    report: (name = "") => ask(name, "report"),
    /** What one wrote whose network is gone, read back by another. */
    check: async (name = "", by = "") => ask(by, `check ${JSON.stringify(await ask(name, "hand over"))}`),
  };
}
