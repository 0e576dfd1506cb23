import { randomBytes } from "node:crypto";
import { Redis, type RedisOptions } from "ioredis";
import { imageOf } from "../../lib/core/engines/versions";
import { ownAddress } from "../receivers";
import { docker } from "./stack";

const START_MS = 20_000;

export type Source = {
  url: string;
  redis: Redis;
  /** The container's name. */
  name: string;
  stop: () => Promise<void>;
};

/**
 * A Redis that is none of Berth's, in a container with a port of this machine's own address. `tls` takes the path of a folder with
 * `cert.pem` and `key.pem`.
 */
export async function startSource(
  version: string,
  { settings = [], tls, options = {}, credentials = "" }: SourceOptions = {},
): Promise<Source> {
  const name = `berth-source-${randomBytes(6).toString("hex")}`;
  const host = ownAddress();
  const port =
    tls === undefined
      ? ["--port", "6379"]
      : [
          "--port",
          "0",
          "--tls-port",
          "6379",
          "--tls-cert-file",
          "/tls/cert.pem",
          "--tls-key-file",
          "/tls/key.pem",
        ];
  const server = ["--protected-mode", "no", "--save", "", "--dir", "/tmp", ...port, ...settings];
  const secure = tls === undefined ? [] : ["--tls-auth-clients", "no"];
  await docker(
    ...["create", "--rm", "--name", name, "-p", `${host}::6379`, "--user", "999"],
    ...["--entrypoint", "redis-server", imageOf("redis", version), ...server, ...secure],
  );
  // The engine may not see the folders of this machine.
  if (tls !== undefined) await docker("cp", tls, `${name}:/tls`);
  await docker("start", name);
  const published = await docker("port", name, "6379");
  const number = Number(published.trim().split("\n")[0]?.split(":").at(-1));
  const redis = new Redis({
    host,
    port: number,
    protocol: 2,
    retryStrategy: () => 100,
    maxRetriesPerRequest: START_MS / 100,
    ...(tls !== undefined && { tls: { rejectUnauthorized: false } }),
    ...options,
  });
  redis.on("error", () => {});
  await redis.ping();
  return {
    url: `${tls === undefined ? "redis" : "rediss"}://${credentials}${host}:${number}`,
    redis,
    name,
    stop: async () => {
      redis.disconnect();
      await docker("rm", "-f", name);
    },
  };
}

type SourceOptions = {
  settings?: string[];
  tls?: string;
  /** How the test itself signs in. */
  options?: RedisOptions;
  /** What stands before the host: `:password@`. */
  credentials?: string;
};
