import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { promisify } from "node:util";
import { vi } from "vitest";
import { noteMade } from "./made";

const IMAGE = "berth-test-tools:1";
const run = promisify(execFile);

/** A container of other people's tools: `age`, tars, Python, an S3 server. */
export type Tools = {
  /** What the script prints; what is given goes to its input. @throws when it fails, with its own words. */
  sh: (script: string, input?: Uint8Array) => Promise<Buffer>;
  /** Where a port of it is reached from here. */
  addressOf: (port: number) => Promise<string>;
  /** Ends at once, as a machine does that loses its power; `start` brings it back with an empty memory, at another address. */
  kill: () => Promise<void>;
  start: () => Promise<void>;
  stop: () => Promise<void>;
};

/** Its command is what it does besides waiting for scripts. */
export async function startTools(
  command = ["sleep", "infinity"],
  ports: readonly number[] = [],
): Promise<Tools> {
  const instance = noteMade("instance", `t${randomBytes(4).toString("hex")}`);
  const name = `${instance}-tools`;
  const published = ports.flatMap((port) => ["--publish", `127.0.0.1::${port}`]);
  const label = ["--label", `berth.instance=${instance}`];
  await run("docker", [
    "run",
    "--detach",
    "--init",
    "--name",
    name,
    ...label,
    ...published,
    IMAGE,
    ...command,
  ]);
  return {
    sh: (script, input) => exec(name, script, input),
    addressOf: async (port) => (await run("docker", ["port", name, String(port)])).stdout.trim(),
    kill: async () => void (await run("docker", ["kill", name])),
    start: async () => void (await run("docker", ["start", name])),
    stop: async () => void (await run("docker", ["rm", "--force", name])),
  };
}

async function exec(name: string, script: string, input?: Uint8Array): Promise<Buffer> {
  const child = spawn("docker", ["exec", "--interactive", name, "sh", "-ec", script]);
  const [said, complained]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (piece: Buffer) => said.push(piece));
  child.stderr.on("data", (piece: Buffer) => complained.push(piece));
  // A script that does not read to the end is told by its exit code.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`exit ${code}: ${Buffer.concat(complained)}`);
  return Buffer.concat(said);
}

/** An S3 server with an empty bucket of that name, which can be killed and comes back empty. */
export async function startS3(bucket: string): Promise<Tools & { endpoint: () => Promise<string> }> {
  const port = 5000;
  const tools = await startTools(
    ["python3", "-m", "moto.server", "-H", "0.0.0.0", "-p", String(port)],
    [port],
  );
  const endpoint = async () => `http://${await tools.addressOf(port)}`;
  const start = async () => {
    await tools.start();
    await makeBucket(await endpoint(), bucket);
  };
  try {
    await makeBucket(await endpoint(), bucket);
  } catch (error) {
    await tools.stop();
    throw error;
  }
  return { ...tools, endpoint, start };
}

/** As soon as the server listens: before that its port takes connections as well, and leaves them without an answer. */
const makeBucket = (endpoint: string, bucket: string): Promise<void> =>
  vi.waitFor(
    async () => {
      const signal = AbortSignal.timeout(2_000);
      const answer = await fetch(`${endpoint}/${bucket}`, { method: "PUT", signal });
      if (!answer.ok) throw new Error(`the bucket was not made: ${answer.status}`);
    },
    { timeout: 30_000, interval: 200 },
  );
