import { createHash, randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { z } from "zod";
import { DomainError } from "../core/errors";
import type { Config } from "./config";

export const INSTANCE_FILE = "instance.json";
export const KEY_FILE = "key";
const KEY_BYTES = 32;

/** What makes this Berth itself: kept in the data folder, made at the first start. */
const Instance = z.object({
  /** Begins every name on the engine. */
  id: z.string().regex(/^b[0-9a-z]{5}$/),
  postgresPort: z.number().int(),
  postgresPassword: z.string().min(1),
  linkPort: z.number().int(),
});
export type Instance = z.infer<typeof Instance>;

/** Null before the first start. */
export function findInstance(dataDir: string): Instance | null {
  const path = join(dataDir, INSTANCE_FILE);
  return existsSync(path) ? Instance.parse(JSON.parse(readFileSync(path, "utf8"))) : null;
}

/** @throws DomainError `not_found` when Berth was never started with this data folder. */
export function loadInstance(dataDir: string): Instance {
  const instance = findInstance(dataDir);
  if (!instance)
    throw new DomainError(
      "not_found",
      "instance",
      `There is no Berth in ${dataDir} yet: start it with bin/up.`,
    );
  return instance;
}

/** Makes the data folder, its identity and its key unless they exist; safe to repeat. */
export async function ensureInstance({ BERTH_DATA_DIR: dataDir, BERTH_KEY: key }: Config): Promise<Instance> {
  // 711: the user that PostgreSQL runs as must reach its folder below; every file of ours in here is 600.
  mkdirSync(dataDir, { recursive: true });
  chmodSync(dataDir, 0o711);
  if (!key && !existsSync(join(dataDir, KEY_FILE)))
    writePrivately(join(dataDir, KEY_FILE), `${randomBytes(KEY_BYTES).toString("base64")}\n`);
  const existing = findInstance(dataDir);
  if (existing) return existing;
  const instance = await newInstance(`b${randomBytes(5).toString("hex").slice(0, 5)}`);
  writeInstance(dataDir, instance);
  return instance;
}

/** An instance on this machine: ports that are free here, a password of its own. */
export async function newInstance(id: string): Promise<Instance> {
  const [postgresPort, linkPort] = await findFreePorts(2);
  const postgresPassword = randomBytes(24).toString("hex");
  return Instance.parse({ id, postgresPort, postgresPassword, linkPort });
}

export const writeInstance = (dir: string, instance: Instance): void =>
  writePrivately(join(dir, INSTANCE_FILE), `${JSON.stringify(instance, null, 2)}\n`);

/** The key that encrypts secrets at rest. @throws Error when it is missing or damaged. */
export function loadKey({ BERTH_DATA_DIR: dataDir, BERTH_KEY: key }: Config): Buffer {
  const bytes = Buffer.from(key ?? readFileSync(join(dataDir, KEY_FILE), "utf8"), "base64");
  if (bytes.length !== KEY_BYTES) throw new Error(`The key in ${join(dataDir, KEY_FILE)} is damaged.`);
  return bytes;
}

/** A secret of its own for one purpose, drawn from the key. */
export const deriveSecret = (key: Buffer, purpose: string): string =>
  createHash("sha256").update(key).update(purpose).digest("base64");

/** Written whole or not at all, readable by its owner only. */
export function writePrivately(path: string, content: string): void {
  writeFileSync(`${path}.new`, content, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Ports that nobody listens on now, all different. */
async function findFreePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
          const server = createServer().once("error", reject);
          server.listen(0, "127.0.0.1", () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return address && typeof address === "object" ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
