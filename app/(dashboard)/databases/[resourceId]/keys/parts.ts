import type { ApiKeyChange } from "@/lib/contract/api/key-changes";
import type { ApiContent } from "@/lib/contract/api/keys";

/** What stands in a cell: bytes in base64, or words of the server's own such as a score. */
export type Said = { base64: string } | { word: string };

/** A part of what a key holds, and what can be done with it. `toChange` takes bytes in base64 or a word, as `value` is. */
export type Part = {
  id: string;
  name: Said;
  value: Said | null;
  toChange: ((typed: string) => ApiKeyChange) | null;
  remove: ApiKeyChange;
};

type Field = { field: string; value: string };

/** Headings of the two columns of a type, and what one part is called. */
export const WORDS = {
  string: { name: "", value: "Value", part: "value" },
  hash: { name: "Field", value: "Value", part: "field" },
  list: { name: "Place", value: "Item", part: "item" },
  set: { name: "Member", value: null, part: "member" },
  zset: { name: "Member", value: "Score", part: "member" },
  stream: { name: "Id", value: "Fields", part: "entry" },
} as const;

/** Parts of a page of a key in the order in which it came; none of a string, which is one whole. */
export function partsOf(content: ApiContent): Part[] {
  switch (content.type) {
    case "hash":
      return content.fields.map(({ field, value }) => ({
        id: field,
        name: { base64: field },
        value: { base64: value },
        toChange: (typed) => ({ kind: "set_field", field, value: typed, expected: value }),
        remove: { kind: "remove_field", field, expected: value },
      }));
    case "list":
      return content.items.map((item, offset) => listPart(content.from + offset, item));
    case "set":
      return content.members.map((member) => ({
        id: member,
        name: { base64: member },
        value: null,
        toChange: null,
        remove: { kind: "remove_member", member },
      }));
    case "zset":
      return content.members.map(({ member, score }) => ({
        id: member,
        name: { base64: member },
        value: { word: score },
        toChange: (typed) => ({ kind: "set_score", member, score: typed, expected: score }),
        remove: { kind: "remove_scored", member, expected: score },
      }));
    default:
      return [];
  }
}

const listPart = (index: number, item: string): Part => ({
  id: String(index),
  name: { word: String(index) },
  value: { base64: item },
  toChange: (typed) => ({ kind: "set_item", index, value: typed, expected: item }),
  remove: { kind: "remove_item", index, expected: item },
});

/** What is typed for a new part: one or two fields, of bytes unless told otherwise. */
export type NewPart = {
  fields: readonly { name: "first" | "second"; label: string; isWord?: true }[];
  toChange: (typed: { first: string; second: string }) => ApiKeyChange;
};

/** For a type that can be written by hand. `expected` null: a field that is there already is left alone. */
export const NEW_PARTS: Readonly<Record<keyof typeof WORDS, NewPart>> = {
  string: {
    fields: [{ name: "first", label: "Value" }],
    toChange: ({ first }) => ({ kind: "set", value: first, expected: null }),
  },
  hash: {
    fields: [
      { name: "first", label: "Field" },
      { name: "second", label: "Value" },
    ],
    toChange: ({ first, second }) => ({ kind: "set_field", field: first, value: second, expected: null }),
  },
  list: {
    fields: [{ name: "first", label: "Item, at the end" }],
    toChange: ({ first }) => ({ kind: "push", value: first, end: "tail" }),
  },
  set: {
    fields: [{ name: "first", label: "Member" }],
    toChange: ({ first }) => ({ kind: "add_member", member: first }),
  },
  zset: {
    fields: [
      { name: "first", label: "Member" },
      { name: "second", label: "Score", isWord: true },
    ],
    toChange: ({ first, second }) => ({ kind: "set_score", member: first, score: second, expected: null }),
  },
  stream: {
    fields: [
      { name: "first", label: "Field" },
      { name: "second", label: "Value" },
    ],
    toChange: ({ first, second }) => ({ kind: "add_entry", fields: [{ field: first, value: second }] }),
  },
};

/** Entries of a stream are only added and removed. */
export const removeEntry = (id: string): ApiKeyChange => ({ kind: "remove_entry", id });

export type StreamEntry = { id: string; fields: Field[] };
