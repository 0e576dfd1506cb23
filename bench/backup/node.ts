import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { Redis } from "ioredis";
import { DEFAULT_CATALOG } from "../../lib/core/engines/catalog/default";
import { REDIS } from "../../lib/core/engines/redis/engine";
import { defaultVersion, versionOf } from "../../lib/core/engines/versions";

const run = promisify(execFile);
const IMAGE = versionOf(REDIS, defaultVersion(DEFAULT_CATALOG, REDIS)).image;
/** Letters and digits at random, of which gzip saves a quarter. */
const VALUE_BYTES = 1_000;
const KEYS_AT_ONCE = 1_000;
/** Of a node that lives for a measurement, on a network of this machine alone. */
export const PASSWORD = "bench";

export type DataNode = {
  host: string;
  /** From then on it has no more processors than that. */
  setCpus: (cpus: number) => Promise<void>;
  stop: () => Promise<void>;
};

/** A Redis in a container with about so many megabytes in it, which sends its dump as it comes. */
export async function startDataNode(megabytes: number): Promise<DataNode> {
  const name = `bench-backup-${randomBytes(4).toString("hex")}`;
  const settings = ["--save", "", "--repl-diskless-sync-delay", "0", "--requirepass", PASSWORD];
  await run("docker", ["run", "--detach", "--name", name, IMAGE, "redis-server", ...settings]);
  const stop = async () => void (await run("docker", ["rm", "--force", "--volumes", name]));
  try {
    const format = "{{.NetworkSettings.IPAddress}}";
    const { stdout } = await run("docker", ["inspect", "--format", format, name]);
    const host = stdout.trim();
    await fill(host, (megabytes * 1_000_000) / VALUE_BYTES);
    const setCpus = async (cpus: number) => void (await run("docker", ["update", `--cpus=${cpus}`, name]));
    return { host, setCpus, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function fill(host: string, keys: number): Promise<void> {
  const client = new Redis({ host, port: 6379, password: PASSWORD });
  try {
    for (let key = 0; key < keys; key += KEYS_AT_ONCE) {
      const text = randomBytes((VALUE_BYTES * KEYS_AT_ONCE * 3) / 4).toString("base64");
      const pairs = Array.from({ length: KEYS_AT_ONCE }, (_, at) => [
        `key:${key + at}`,
        text.slice(at * VALUE_BYTES, (at + 1) * VALUE_BYTES),
      ]);
      await client.mset(pairs.flat());
    }
  } finally {
    client.disconnect();
  }
}
