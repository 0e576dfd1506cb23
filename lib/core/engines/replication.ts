import type { Line } from "./catalog/schema";
import type { Engine } from "./engine";
import { ENGINES } from "./engines";
import { DEFAULT_PROVIDER } from "./names";
import { findLine, follows, followsWithoutFieldTtl, loads } from "./versions";

/** A server as its INFO tells of itself; `line` is null for one that Berth does not know. */
export type Server = {
  name: string;
  line: Line | null;
  /** Fields of hashes have times to live of their own. */
  hasFieldTtl: boolean;
};

/** Which server answered INFO, and its version; empty where it does not say. */
export function versionIn(info: Readonly<Record<string, string>>): { provider: string; version: string } {
  const provider = info.server_name ?? DEFAULT_PROVIDER;
  return { provider, version: info[`${provider}_version`] ?? "" };
}

/**
 * Reads the fields of INFO. What is not Redis itself names itself, and its own version beside the one of Redis that it stands for.
 * https://valkey.io/commands/info/
 */
export function serverOf(info: Readonly<Record<string, string>>): Server {
  const { provider, version: id } = versionIn(info);
  const engine = ENGINES.find((candidate) => candidate.provider === provider);
  return engine
    ? serverNamed(engine, id, hasFieldTtl(info))
    : { name: `${provider} ${id}`, line: null, hasFieldTtl: false };
}

/** Valkey counts keys with such fields for each database. https://valkey.io/commands/info/ */
export const hasFieldTtl = (info: Readonly<Record<string, string>>): boolean =>
  Object.entries(info).some(
    ([name, value]) => /^db\d+$/.test(name) && /,keys_with_volatile_items=[1-9]/.test(value),
  );

/** A server of that version, which need not run. */
export const serverNamed = (engine: Engine, id: string, hasFieldTtl = false): Server => ({
  name: `${engine.name} ${id}`,
  line: findLine(engine, id),
  hasFieldTtl,
});

/** Whether a version reads the files of another, and in words why not. */
export type ReadDecision =
  | { allowed: true }
  | { allowed: false; reason: "version_unknown" | "format_unreadable" | "field_ttl"; message: string };

/** Says whether the server `to` can follow `from`. A replica drops its data before it finds out that it cannot read its master's. */
export function canReplicate({ from, to }: { from: Server; to: Server }): ReadDecision {
  if (!from.line || !to.line) return unknown({ from, to });
  if (follows(to.line, from.line)) return { allowed: true };
  if (!followsWithoutFieldTtl(to.line, from.line)) return unreadable({ from, to });
  if (!from.hasFieldTtl) return { allowed: true };
  const message = `${from.name} holds hashes whose fields expire by themselves, which it cannot hand over to ${to.name}. Take those times away (HPERSIST), or let them pass, then try again.`;
  return { allowed: false, reason: "field_ttl", message };
}

/** Says whether the server `to` loads a dump that `from` wrote. */
export function canLoad({ from, to }: { from: Server; to: Server }): ReadDecision {
  if (!from.line || !to.line) return unknown({ from, to });
  return loads(to.line, from.line) ? { allowed: true } : unreadable({ from, to });
}

function unknown({ from, to }: { from: Server; to: Server }): ReadDecision {
  const stranger = from.line ? to : from;
  const message = `It is not known whether ${to.name} reads what ${from.name} writes: ${stranger.name} is no version that Berth offers.`;
  return { allowed: false, reason: "version_unknown", message };
}

/** Between engines a later version is no way: what one of them wrote the other never learned to read. */
function unreadable({ from, to }: { from: Server; to: Server }): ReadDecision {
  const isSame = from.line?.engine === to.line?.engine;
  const instead = isSame
    ? "Choose a later version."
    : "Add a new database of that engine, switch on the internet access of this one, and import it there by its URL: that copies the keys by their types.";
  const message = `${to.name} cannot read what ${from.name} writes. ${instead}`;
  return { allowed: false, reason: "format_unreadable", message };
}
