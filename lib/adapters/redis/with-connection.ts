import type { Duplex } from "node:stream";
import { Redis, type RedisOptions } from "ioredis";
import type { RedisTarget } from "../../ports/redis-admin";
import { type Link, type LinkAddress, newClient, optionsOf } from "./connection";
import { openSecureStream } from "./door";
import { causeOf, translate } from "./translate";

type Connector = NonNullable<RedisOptions["Connector"]>;

/** What ioredis sets on a connection is set already, or of no use to one that is no socket. */
const PREPARED = { setNoDelay: () => {}, setKeepAlive: () => {} };

/** Hands ioredis a connection that stands. It calls this with `new`, and asks of what it gets these three alone: the cast is safe. */
export function standing(given: Duplex): Connector {
  const stream = "setNoDelay" in given ? given : Object.assign(given, PREPARED);
  const connector = { connect: async () => stream, disconnect: () => stream.destroy(), check: () => true };
  return function make() {
    return connector;
  } as unknown as Connector;
}

async function clientOf(link: LinkAddress, target: RedisTarget): Promise<Redis> {
  const { serviceName, tlsName } = target;
  if (tlsName === undefined) return newClient(link, target);
  const stream = await openSecureStream(link, { serviceName, tlsName });
  return new Redis({ ...optionsOf(target), Connector: standing(stream) });
}

/** Connects as the target says, runs `work` and closes. @throws DomainError for whatever Redis, link or network answer; what else `work` throws as it is. */
export async function withConnection<T>(
  link: Link,
  target: RedisTarget,
  work: (redis: Redis) => Promise<T>,
  { commandTimeoutMs }: { commandTimeoutMs?: number } = {},
): Promise<T> {
  const redis = await clientOf(await link(), target);
  if (commandTimeoutMs !== undefined) redis.options.commandTimeout = commandTimeoutMs;
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
