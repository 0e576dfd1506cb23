import { checkServerIdentity } from "node:tls";
import { Redis } from "ioredis";
import type { RedisTarget } from "../../ports/redis-admin";
import { causeOf, translate } from "./translate";

const CONNECT_TIMEOUT_MS = 4_000;
const COMMAND_TIMEOUT_MS = 5_000;

/** Where the link is published, the name in its certificate, and what proves the control plane to it; certificates and key as PEM. */
export type LinkAddress = {
  host: string;
  port: number;
  serverName: string;
  caPem: string;
  certPem: string;
  keyPem: string;
};

/** Asked at each connection, so it should remember. */
export type Link = () => Promise<LinkAddress>;

/** The name asked for chooses the service; the certificate is always the link's own. */
export const nameCheck =
  ({ serverName }: LinkAddress): typeof checkServerIdentity =>
  (_name, certificate) =>
    checkServerIdentity(serverName, certificate);

export function newClient(link: LinkAddress, target: RedisTarget): Redis {
  return new Redis({
    host: link.host,
    port: link.port,
    username: target.user,
    password: target.password,
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: COMMAND_TIMEOUT_MS,
    // One try each: who asks decides whether to ask again.
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    enableReadyCheck: false,
    disableClientInfo: true,
    protocol: 2,
    tls: {
      ca: link.caPem,
      cert: link.certPem,
      key: link.keyPem,
      servername: target.serviceName,
      checkServerIdentity: nameCheck(link),
    },
  });
}

/** Connects as the target says, runs `work` and closes. @throws DomainError for whatever Redis, link or network answer; what else `work` throws as it is. */
export async function withConnection<T>(
  link: Link,
  target: RedisTarget,
  work: (redis: Redis) => Promise<T>,
): Promise<T> {
  const redis = newClient(await link(), target);
  const told: unknown[] = [];
  redis.on("error", (error: unknown) => told.push(error));
  try {
    await redis.connect();
    return await work(redis);
  } catch (error) {
    throw translate(target.serviceName, causeOf(error, told));
  } finally {
    redis.disconnect();
  }
}
