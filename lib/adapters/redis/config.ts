import type { Redis } from "ioredis";

/** One by one: 6.0 takes a single name. */
export async function readConfig(redis: Redis, names: readonly string[]): Promise<Record<string, string>> {
  const config: Record<string, string> = {};
  for (const name of names) {
    const [, value] = (await redis.config("GET", name)) as string[];
    if (value !== undefined) config[name] = value;
  }
  return config;
}
