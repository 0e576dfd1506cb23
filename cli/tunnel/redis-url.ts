import { REDIS_PORT } from "@/lib/core/engines/redis/port";
import { usageFailure } from "../failure";
import type { Session } from "../session";
import { getVariable } from "../variable";
import type { Destination } from "./gateway";

export type RedisUrl = Destination & { isTls: boolean; user: string; password: string; database: string };

/** Reads the URL of a database, or the variable of the app that holds one. @throws Failure for anything else. */
export async function findRedisUrl(session: Session, given: string): Promise<RedisUrl> {
  const text = given.includes("://") ? given : await getVariable(session, given);
  const parsed = parseRedisUrl(text);
  if (!parsed) throw usageFailure(`${given.includes("://") ? "This" : given} is no URL of a Redis.`);
  return parsed;
}

/** Null for what is no `redis://` or `rediss://` URL. */
export function parseRedisUrl(text: string): RedisUrl | null {
  if (!/^rediss?:\/\//.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.hostname === "") return null;
  return {
    isTls: url.protocol === "rediss:",
    host: url.hostname,
    port: url.port === "" ? REDIS_PORT : Number(url.port),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: url.pathname.slice(1),
  };
}
