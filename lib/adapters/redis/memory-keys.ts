import { DomainError } from "../../core/errors";
import type { KeyChange, KeyRow } from "../../core/keys/key";
import type { RedisTarget } from "../../ports/redis-admin";
import type { KeyPlace, KeyScan, RedisKeys } from "../../ports/redis-keys";
import { changedMeanwhile } from "./keys/ask";

type Held = { value: Buffer; ttlMs: number | null };
/** By service and number, then by the key's bytes as latin1. */
export type MemoryStore = Map<string, Map<string, Held>>;

/** What a database of a service holds; made when it is asked for. */
export function heldBy(store: MemoryStore, serviceName: string, database: number): Map<string, Held> {
  const name = `${serviceName} ${database}`;
  const held = store.get(name) ?? new Map<string, Held>();
  store.set(name, held);
  return held;
}

const latin = (bytes: Buffer): string => bytes.toString("latin1");

/** `*` alone means more than itself. */
const matches = (key: string, { pattern, type }: KeyScan): boolean =>
  (type === null || type === "string") &&
  (pattern.length === 0 || new RegExp(`^${latin(pattern).replaceAll("*", ".*")}$`, "s").test(key));

const rowOf = (key: string, { value, ttlMs }: Held): KeyRow => ({
  key: Buffer.from(key, "latin1"),
  type: "string",
  ttlMs,
  encoding: "raw",
  memoryBytes: 50 + key.length + value.length,
});

/** Keys that hold texts. */
export function memoryKeys(store: MemoryStore, enter: (target: RedisTarget) => void): RedisKeys {
  const open = ({ target, database }: KeyPlace): Map<string, Held> => {
    enter(target);
    return heldBy(store, target.serviceName, database);
  };
  const part = (held: Map<string, Held>, scan: KeyScan) => {
    const from = Number(scan.cursor ?? 0);
    if (!Number.isSafeInteger(from)) throw new DomainError("invalid", "cursor", "Begin again.");
    const found = [...held].filter(([key]) => matches(key, scan));
    const page = found.slice(from, from + scan.limit);
    return { page, cursor: from + page.length < found.length ? String(from + page.length) : null };
  };
  return {
    list: async (place, scan) => {
      const held = open(place);
      const { page, cursor } = part(held, scan);
      const keys = page.map(([key, value]) => rowOf(key, value));
      return { keys, cursor, scanned: page.length, total: held.size };
    },
    read: async (place, key) => {
      const held = open(place).get(latin(key));
      if (!held) return null;
      const { value } = held;
      return {
        ...rowOf(latin(key), held),
        length: value.length,
        content: { type: "string", value },
        cursor: null,
      };
    },
    change: async (place, key, change) => changeHeld(open(place), latin(key), change),
    count: async (place, scan) => {
      const { page, cursor } = part(open(place), scan);
      return { matched: page.length, cursor };
    },
    deleteMatching: async (place, scan) => {
      const held = open(place);
      const { page } = part(held, { ...scan, cursor: null });
      for (const [key] of page) held.delete(key);
      return { matched: page.length, cursor: page.length < scan.limit ? null : "0" };
    },
  };
}

const gone = () => new DomainError("not_found", "key", "This key is not there any more.");

function changeHeld(held: Map<string, Held>, key: string, change: KeyChange): void {
  const found = held.get(key);
  if (change.kind === "set") {
    if (change.expected === null ? found : !found?.value.equals(change.expected)) throw changedMeanwhile();
    held.set(key, { value: change.value, ttlMs: found?.ttlMs ?? null });
    return;
  }
  if (!found) throw gone();
  if (change.kind === "expire") held.set(key, { ...found, ttlMs: change.ttlMs });
  else if (change.kind === "delete") held.delete(key);
  else if (change.kind === "rename") {
    const to = latin(change.to);
    if (held.has(to)) throw new DomainError("conflict", "key_exists", "There is a key of that name already.");
    held.delete(key);
    held.set(to, found);
  } else throw changedMeanwhile();
}
