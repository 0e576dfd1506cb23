/** A key as a list shows it. `memoryBytes` is an estimate: the server looks at some of its parts only. */
export type KeyRow = {
  key: Buffer;
  type: string;
  /** Null when it stays for good. */
  ttlMs: number | null;
  encoding: string;
  memoryBytes: number;
};

/** `cursor` goes on after it; null at the end. `scanned` is about how many were looked at. */
export type KeyPage = { keys: KeyRow[]; cursor: string | null; scanned: number; total: number };

/** A part of what a key holds, as its type has it. */
export type KeyContent =
  | { type: "string"; value: Buffer }
  | { type: "hash"; fields: { field: Buffer; value: Buffer }[] }
  /** `from` is the place of the first, from 0 on. */
  | { type: "list"; from: number; items: Buffer[] }
  | { type: "set"; members: Buffer[] }
  /** In the order of their scores, which are as the server writes them. */
  | { type: "zset"; members: { member: Buffer; score: string }[] }
  | { type: "stream"; entries: { id: string; fields: { field: Buffer; value: Buffer }[] }[] }
  | { type: "other" };

/** A key and one page of what it holds. `length` in bytes of a string, else in parts; `cursor` goes on, null at the end. */
export type KeyView = KeyRow & { length: number; content: KeyContent; cursor: string | null };

/** A change of one key. `expected` is what the person saw, null for nothing: where it is not so any more, nothing is changed. */
export type KeyChange =
  | { kind: "set"; value: Buffer; expected: Buffer | null }
  | { kind: "set_field"; field: Buffer; value: Buffer; expected: Buffer | null }
  | { kind: "remove_field"; field: Buffer; expected: Buffer }
  | { kind: "push"; value: Buffer; end: "head" | "tail" }
  | { kind: "set_item"; index: number; value: Buffer; expected: Buffer }
  | { kind: "remove_item"; index: number; expected: Buffer }
  | { kind: "add_member"; member: Buffer }
  | { kind: "remove_member"; member: Buffer }
  | { kind: "set_score"; member: Buffer; score: string; expected: string | null }
  | { kind: "remove_scored"; member: Buffer; expected: string }
  | { kind: "add_entry"; fields: { field: Buffer; value: Buffer }[] }
  | { kind: "remove_entry"; id: string }
  /** Null keeps it for good. */
  | { kind: "expire"; ttlMs: number | null }
  | { kind: "rename"; to: Buffer }
  | { kind: "delete" };

/** Kinds of changes. */
export const CHANGE_KINDS = [
  "set",
  "set_field",
  "remove_field",
  "push",
  "set_item",
  "remove_item",
  "add_member",
  "remove_member",
  "set_score",
  "remove_scored",
  "add_entry",
  "remove_entry",
  "expire",
  "rename",
  "delete",
] as const satisfies readonly KeyChange["kind"][];

/** Changes that the timeline tells of, in words. */
export const CHANGE_WORDS = {
  set: "set",
  set_field: "set a field of",
  remove_field: "removed a field of",
  push: "added an item to",
  set_item: "changed an item of",
  remove_item: "removed an item of",
  add_member: "added a member to",
  remove_member: "removed a member of",
  set_score: "set a score in",
  remove_scored: "removed a member of",
  add_entry: "added an entry to",
  remove_entry: "removed an entry of",
  expire: "changed the time to live of",
  rename: "renamed",
  delete: "deleted",
} as const satisfies Record<KeyChange["kind"], string>;

/** Which keys are meant. An empty pattern is every one. */
export type KeyFilter = { pattern: Buffer; type: string | null };
