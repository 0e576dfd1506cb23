import type { EngineVersion } from "../engine";

const image = (id: string): string => `berth-redis:${id}`;

const SINCE_6_0 = { isOffered: true, hasChannelAcl: false, hasSubcommandAcl: false, canPauseWrites: false };
const SINCE_7_0 = { isOffered: true, hasChannelAcl: true, hasSubcommandAcl: true, canPauseWrites: true };

/** One that is taken off offer stays in the table while a database may have it. Formats are tried between each two of them. */
export const REDIS_VERSIONS: readonly EngineVersion[] = [
  { id: "6.0.16", image: image("6.0.16"), dataFormat: 9, ...SINCE_6_0 },
  { id: "7.0.15", image: image("7.0.15"), dataFormat: 10, ...SINCE_7_0 },
  { id: "8.0.2", image: image("8.0.2"), dataFormat: 12, ...SINCE_7_0 },
];
