import { expect, test } from "vitest";
import type { JsonReply } from "@/lib/core/console/json-reply";
import { scalarText, tableOf } from "./reply-table";

const text = (value: string): JsonReply => ({ type: "text", value });
const list = (...items: JsonReply[]) => ({ type: "list" as const, items });
const score = (value: string): JsonReply => ({ type: "double", value });

test("a hash is a table of its fields", () => {
  expect(tableOf({ type: "map", items: [text("a"), text("1"), text("b"), text("2")] })).toEqual({
    columns: ["Field", "Value"],
    rows: [
      [text("a"), text("1")],
      [text("b"), text("2")],
    ],
  });
});

test("members with scores are a table, a plain list of pairs is none", () => {
  expect(tableOf(list(list(text("m"), score("1.5"))))?.columns).toEqual(["Member", "Score"]);
  expect(tableOf(list(list(text("m"), text("n"))))).toBeNull();
  expect(tableOf(list(text("m")))).toBeNull();
});

test("entries of a stream are a table of ids and fields", () => {
  expect(tableOf(list(list(text("1-1"), list(text("f"), text("v")))))).toEqual({
    columns: ["Id", "Fields"],
    rows: [[text("1-1"), { type: "map", items: [text("f"), text("v")] }]],
  });
});

test.each<[Exclude<JsonReply, { items: JsonReply[] }>, string]>([
  [{ type: "text", value: 'a "b"\n' }, '"a \\"b\\"\\n"'],
  [{ type: "text", base64: "/w==" }, "base64 /w=="],
  [{ type: "text", value: "a", omitted: 9 }, '"a" … and 9 more bytes'],
  [{ type: "status", value: "OK" }, "OK"],
  [{ type: "integer", value: "7" }, "(integer) 7"],
  [{ type: "nil" }, "(nil)"],
  [{ type: "boolean", value: true }, "(true)"],
])("%j is written %s", (reply, written) => {
  expect(scalarText(reply)).toBe(written);
});
