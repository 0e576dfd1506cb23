import type { ApiKey } from "@/lib/contract/api/keys";

/** Keys that go on behind the next colon, told together; `prefix` ends with it. */
export type Folder = { prefix: string; keys: number; memoryBytes: number };
export type Level = { folders: Folder[]; keys: ApiKey[] };

const SPECIAL = /[\\*?[\]^]/g;

/** A pattern of SCAN for everything that begins so. https://redis.io/docs/latest/commands/keys/ */
export const patternOf = (prefix: string): string => `${prefix.replaceAll(SPECIAL, "\\$&")}*`;

/** The prefix that a pattern stands for; empty for one that is more than that. */
export function prefixOf(pattern: string): string {
  const [, start] = /^((?:[^\\*?[\]^]|\\.)*)\*$/.exec(pattern) ?? [];
  const plain = (start ?? "").replaceAll(/\\(.)/g, "$1");
  return plain.slice(0, plain.lastIndexOf(":") + 1);
}

/** The prefix around one; empty for the outermost. */
export const above = (prefix: string): string => prefix.slice(0, prefix.slice(0, -1).lastIndexOf(":") + 1);

const byText = (a: string, b: string): number => (a < b ? -1 : 1);

/** What stands directly below the prefix: folders of two keys and more, and keys, both by the alphabet. */
export function levelOf(rows: readonly ApiKey[], prefix: string): Level {
  const groups = new Map<string, ApiKey[]>();
  const keys: ApiKey[] = [];
  for (const row of rows) {
    const end = row.name?.startsWith(prefix) ? row.name.indexOf(":", prefix.length) : -1;
    const folder = end < 0 ? null : (row.name?.slice(0, end + 1) ?? null);
    const group = folder === null ? keys : (groups.get(folder) ?? []);
    group.push(row);
    if (folder !== null) groups.set(folder, group);
  }
  const folders: Folder[] = [];
  for (const [folder, inside] of groups) {
    const memoryBytes = inside.reduce((sum, row) => sum + row.memory_bytes, 0);
    if (inside.length > 1) folders.push({ prefix: folder, keys: inside.length, memoryBytes });
    else keys.push(...inside);
  }
  return {
    folders: folders.toSorted((a, b) => byText(a.prefix, b.prefix)),
    keys: keys.toSorted((a, b) => byText(a.name ?? a.key, b.name ?? b.key)),
  };
}
