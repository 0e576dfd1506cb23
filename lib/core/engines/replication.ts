import type { EngineVersion } from "./engine";
import { DEFAULT_PROVIDER, ENGINES } from "./engines";

/** A server as its INFO tells of itself; `version` is null for one that Berth does not know. */
export type Server = { name: string; version: EngineVersion | null };

/**
 * Reads the fields of INFO. What is not Redis itself names itself, and its own version beside the one of Redis that it stands for.
 * A version of the same series (7.0) counts as the known one. https://valkey.io/commands/info/
 */
export function serverOf(info: Readonly<Record<string, string>>): Server {
  const provider = info.server_name ?? DEFAULT_PROVIDER;
  const id = info[`${provider}_version`] ?? "";
  const engine = ENGINES.find((candidate) => candidate.provider === provider);
  const version = engine?.versions.find((known) => seriesOf(known.id) === seriesOf(id)) ?? null;
  return { name: `${engine?.name ?? provider} ${id}`, version };
}

const seriesOf = (id: string): string => id.split(".").slice(0, 2).join(".");

/** Whether a version reads the files of another, and in words why not. */
export type ReadDecision =
  | { allowed: true }
  | { allowed: false; reason: "version_unknown" | "format_unreadable"; message: string };

/** Says whether the server `to` can follow `from`. A replica drops its data before it finds out that it cannot read its master's. */
export function canReplicate({ from, to }: { from: Server; to: Server }): ReadDecision {
  if (!from.version || !to.version) {
    const unknown = from.version ? to : from;
    const message = `It is not known whether ${to.name} reads what ${from.name} writes: ${unknown.name} is no version that Berth offers.`;
    return { allowed: false, reason: "version_unknown", message };
  }
  if (from.version.dataFormat <= to.version.dataFormat) return { allowed: true };
  const message = `${to.name} cannot read what ${from.name} writes. Choose a later version.`;
  return { allowed: false, reason: "format_unreadable", message };
}
