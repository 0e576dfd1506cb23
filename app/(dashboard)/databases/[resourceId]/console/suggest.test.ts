import { expect, test } from "vitest";
import { suggest } from "./suggest";

const help = (name: string) => ({ name, syntax: `${name} key`, summary: `${name}.`, group: "generic" });
const COMMANDS = ["GET", "GETEX", "GETSET", "SET", "XGROUP CREATE", "XGROUP DESTROY"].map(help);
const of = (text: string) => {
  const { help: found, names } = suggest(COMMANDS, text);
  return { help: found?.name ?? null, names };
};

test.each([
  ["", { help: null, names: [] }],
  ["ge", { help: null, names: ["GET", "GETEX", "GETSET"] }],
  ["get", { help: "GET", names: ["GETEX", "GETSET"] }],
  ["get k", { help: "GET", names: [] }],
  ["  set ", { help: "SET", names: [] }],
  ["xgroup", { help: null, names: ["XGROUP CREATE", "XGROUP DESTROY"] }],
  ["xgroup c", { help: null, names: ["XGROUP CREATE"] }],
  ["xgroup create s g", { help: "XGROUP CREATE", names: [] }],
  ["nothing of that name", { help: null, names: [] }],
])("%j is helped with %j", (text, expected) => {
  expect(of(text)).toEqual(expected);
});
