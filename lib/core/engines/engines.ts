import type { Engine } from "./engine";
import { REDIS } from "./redis/engine";
import { VALKEY } from "./valkey/engine";

/** Every engine there is, in the order of the catalog. */
export const ENGINES: readonly [Engine, ...Engine[]] = [REDIS, VALKEY];

/** What can be asked for. */
export const PROVIDERS: readonly string[] = ENGINES.map(({ provider }) => provider);

/** The engine behind a provider of the records. @throws Error when there is none, which the records do not let happen. */
export function engineOf(provider: string): Engine {
  const engine = ENGINES.find((candidate) => candidate.provider === provider);
  if (!engine) throw new Error(`${provider} is not the provider of an engine`);
  return engine;
}
