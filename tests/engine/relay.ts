import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What runs a program in some network namespace. */
type Command = (words: readonly string[]) => [string, string[]];

/** In that of the tests. */
export const HERE: Command = ([program = "", ...words]) => [program, words];

/** Takes connections at one address to another: a port of 127.0.0.1, or a socket of the file system, which is the same in every namespace. */
const RELAY = `const net = require("node:net");
const [at, to] = process.argv.slice(1).map((text) => (/^\\d+$/.test(text) ? { host: "127.0.0.1", port: Number(text) } : { path: text }));
net.createServer((one) => {
  const other = net.connect(to);
  const end = () => { one.destroy(); other.destroy(); };
  one.pipe(other).pipe(one);
  for (const side of [one, other]) side.on("error", end).on("close", end);
}).listen(at, () => console.log("ready"));`;

async function startHalf(command: Command, at: string, to: string): Promise<() => Promise<void>> {
  const [program, words] = command([process.execPath, "-e", RELAY, at, to]);
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const isReady = await Promise.race([once(child.stdout, "data").then(() => true), ended.then(() => false)]);
  if (!isReady) throw new Error(`nothing listens at ${at}`);
  return async () => {
    child.kill("SIGTERM");
    await ended;
  };
}

/** Makes a port of 127.0.0.1 in one network namespace lead to the same in another. Answers what ends it. */
export async function startRelay(from: Command, to: Command, port: number): Promise<() => Promise<void>> {
  const dir = mkdtempSync(join(tmpdir(), "berth-relay-"));
  const socket = join(dir, "relay.sock");
  const halves = [await startHalf(to, socket, String(port)), await startHalf(from, String(port), socket)];
  return async () => {
    for (const end of halves) await end();
    rmSync(dir, { recursive: true, force: true });
  };
}
