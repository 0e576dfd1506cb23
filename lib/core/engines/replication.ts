import type { Line } from "./catalog/schema";
import type { Engine } from "./engine";
import { DEFAULT_PROVIDER, ENGINES } from "./engines";
import { findLine, follows } from "./versions";

/** A server as its INFO tells of itself; `line` is null for one that Berth does not know. */
export type Server = { name: string; line: Line | null };

/**
 * Reads the fields of INFO. What is not Redis itself names itself, and its own version beside the one of Redis that it stands for.
 * https://valkey.io/commands/info/
 */
export function serverOf(info: Readonly<Record<string, string>>): Server {
  const provider = info.server_name ?? DEFAULT_PROVIDER;
  const id = info[`${provider}_version`] ?? "";
  const engine = ENGINES.find((candidate) => candidate.provider === provider);
  return engine ? serverNamed(engine, id) : { name: `${provider} ${id}`, line: null };
}

/** A server of that version, which need not run. */
export const serverNamed = (engine: Engine, id: string): Server => ({
  name: `${engine.name} ${id}`,
  line: findLine(engine, id),
});

/** Whether a version reads the files of another, and in words why not. */
export type ReadDecision =
  | { allowed: true }
  | { allowed: false; reason: "version_unknown" | "format_unreadable"; message: string };

/** Says whether the server `to` can follow `from`. A replica drops its data before it finds out that it cannot read its master's. */
export function canReplicate({ from, to }: { from: Server; to: Server }): ReadDecision {
  if (!from.line || !to.line) {
    const unknown = from.line ? to : from;
    const message = `It is not known whether ${to.name} reads what ${from.name} writes: ${unknown.name} is no version that Berth offers.`;
    return { allowed: false, reason: "version_unknown", message };
  }
  if (follows(to.line, from.line)) return { allowed: true };
  const message = `${to.name} cannot read what ${from.name} writes. Choose a later version.`;
  return { allowed: false, reason: "format_unreadable", message };
}
