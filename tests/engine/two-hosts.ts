import { execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { startLoneEngine } from "./private-engine";

const run = promisify(execFile);
const ADDRESSES = ["10.77.1.1", "10.77.1.2"] as const;

/**
 * A Swarm of two hosts, each an engine and a network namespace of its own, with a cable between them: the first manages, the second works.
 * Only the first has `images`, the second `others`.
 */
export async function startTwoHosts(images: readonly string[], others: readonly string[]) {
  const first = await startLoneEngine(images);
  const second = await startLoneEngine(others);
  const docker = async ({ socket }: typeof first, ...words: string[]) =>
    (await run("docker", ["-H", `unix://${socket}`, ...words])).stdout.trim();
  const ip = (...words: string[]) => run("ip", words);
  await ip(
    "link",
    "add",
    "cable",
    "netns",
    first.name,
    "type",
    "veth",
    "peer",
    "cable",
    "netns",
    second.name,
  );
  for (const [index, { name }] of [first, second].entries()) {
    await ip("-n", name, "addr", "add", `${ADDRESSES[index]}/24`, "dev", "cable");
    await ip("-n", name, "link", "set", "cable", "up");
    await ip("-n", name, "route", "add", "default", "dev", "cable");
  }
  await docker(first, "swarm", "init", "--advertise-addr", ADDRESSES[0]);
  const join = async () => {
    const token = await docker(first, "swarm", "join-token", "-q", "worker");
    const address = ["--advertise-addr", ADDRESSES[1], `${ADDRESSES[0]}:2377`];
    await docker(second, "swarm", "join", "--token", token, ...address);
  };
  await join();
  const relays: (() => Promise<void>)[] = [];
  return {
    first,
    second,
    docker,
    idOf: ({ name }: typeof first) => docker(first, "node", "inspect", "--format", "{{.ID}}", name),
    /** Makes a port of the first host's 127.0.0.1 one of this machine's too. */
    relay: async (port: number) => {
      relays.push(await startRelay(first.command, port));
    },
    /** Pulls the cable out, and puts it in again. */
    cut: () => ip("-n", second.name, "link", "set", "cable", "down"),
    mend: async () => {
      await ip("-n", second.name, "link", "set", "cable", "up");
      await ip("-n", second.name, "route", "add", "default", "dev", "cable");
    },
    remove: async () => {
      for (const stop of relays) await stop();
      await second.remove();
      await first.remove();
    },
  };
}

/** In the namespace: takes from a socket of the file system, which is the same everywhere. */
const INSIDE = `const net = require("node:net");
net.createServer((one) => {
  const other = net.connect(Number(process.argv[1]), "127.0.0.1");
  const end = () => { one.destroy(); other.destroy(); };
  one.pipe(other).pipe(one);
  for (const side of [one, other]) side.on("error", end).on("close", end);
}).listen(process.argv[2]);`;

async function startRelay(command: (words: readonly string[]) => [string, string[]], port: number) {
  const dir = mkdtempSync(join(tmpdir(), "berth-relay-"));
  const socket = join(dir, "relay.sock");
  const [program, words] = command([process.execPath, "-e", INSIDE, String(port), socket]);
  const child = spawn(program, words, { stdio: ["ignore", "ignore", "inherit"] });
  while (!existsSync(socket)) await delay(20);
  const server = createServer((one) => {
    const other = connect(socket);
    const end = () => {
      one.destroy();
      other.destroy();
    };
    one.pipe(other).pipe(one);
    for (const side of [one, other]) side.on("error", end).on("close", end);
  });
  await listening(server, port);
  return async () => {
    server.close();
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
    rmSync(dir, { recursive: true, force: true });
  };
}

const listening = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", () => resolve());
  });
