/** What people call each engine, by its provider, in the order of the catalog. By itself, so that a page that shows a name loads no engine. */
const ENGINE_NAMES = { redis: "Redis", valkey: "Valkey" } as const;

/** What can be asked for. */
export type Provider = keyof typeof ENGINE_NAMES;

/** What a form or a command means that names none. */
export const DEFAULT_PROVIDER: Provider = "redis";

/** Before a version, `Redis` 7.0.15; of the first engine where nobody has noted another. @throws Error when there is none of that provider. */
export function engineName(provider: string = DEFAULT_PROVIDER): string {
  if (!isProvider(provider)) throw new Error(`${provider} is not the provider of an engine`);
  return ENGINE_NAMES[provider];
}

const isProvider = (text: string): text is Provider => Object.hasOwn(ENGINE_NAMES, text);
