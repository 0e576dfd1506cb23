import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";

const run = promisify(execFile);
const IMAGE = "berth-test-tools:1";
/** What most servers and offices have. */
const RATE = "1gbit";

/** Reads all that an address answers, and prints how many milliseconds that took. */
const READ = `const at = performance.now();
require("node:http").get(process.argv[1], { agent: false }, (answer) =>
  answer.resume().once("end", () => console.log(performance.now() - at)));`;

/** Somebody behind a cable of 1 Gbit/s, on the engine's own bridge. */
export type Wire = {
  /** How long it takes there, in ms, to read everything. */
  read: (url: string) => Promise<number>;
  /** The host's address as it is seen from there. */
  host: string;
  stop: () => Promise<void>;
};

export async function startWire(): Promise<Wire> {
  const name = `bench-wire-${randomBytes(4).toString("hex")}`;
  const docker = async (...words: string[]) => (await run("docker", words)).stdout.trim();
  await docker("run", "--detach", "--init", "--name", name, IMAGE, "sleep", "infinity");
  const stop = async () => void (await docker("rm", "--force", "--volumes", name));
  try {
    const [pid = "", host = ""] = (
      await docker("inspect", "--format", "{{.State.Pid}} {{.NetworkSettings.Gateway}}", name)
    ).split(" ");
    const index = await docker("exec", name, "cat", "/sys/class/net/eth0/iflink");
    const { stdout: cables } = await run("ip", ["-oneline", "link", "show"]);
    const cable = new RegExp(`^${index}: ([^@:]+)`, "m").exec(cables)?.[1] ?? "";
    const limit = ["root", "tbf", "rate", RATE, "burst", "256k", "latency", "50ms"];
    await run("tc", ["qdisc", "replace", "dev", cable, ...limit]);
    const read = async (url: string) => {
      const words = ["--target", pid, "--net", process.execPath, "--eval", READ, url];
      return Number((await run("nsenter", words)).stdout);
    };
    return { read, host, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
