import type { KeyChange, KeyFilter, KeyPage, KeyView } from "../core/keys/key";
import type { RedisTarget } from "./redis-admin";

/** A database of that Redis, by its number. */
export type KeyPlace = { target: RedisTarget; database: number };

/**
 * How far one answer goes: about so many are looked for, and no longer than so long.
 * `cursor` is null for the beginning.
 */
export type KeyScan = KeyFilter & { cursor: string | null; limit: number; timeMs: number };

/** `matched` of this part alone; `cursor` goes on after it, null at the end. */
export type KeyCount = { matched: number; cursor: string | null };

/** Keys of a Redis and what they hold, byte for byte, in pages of bounded size. Nothing here holds a server up. */
export type RedisKeys = {
  /** May be empty though there is more: the cursor says so. A key that comes or goes meanwhile may be left out. */
  list(place: KeyPlace, scan: KeyScan): Promise<KeyPage>;
  /** Null when there is no such key. @throws DomainError `invalid` reason `cursor`. */
  read(place: KeyPlace, key: Buffer, cursor: string | null): Promise<KeyView | null>;
  /** @throws DomainError `conflict` reason `changed_meanwhile`, `key_exists`; `not_found` reason `key`. */
  change(place: KeyPlace, key: Buffer, change: KeyChange): Promise<void>;
  count(place: KeyPlace, scan: KeyScan): Promise<KeyCount>;
  /** Deletes what matches, as far as it gets. Safe to repeat. */
  deleteMatching(place: KeyPlace, scan: KeyScan): Promise<KeyCount>;
};
