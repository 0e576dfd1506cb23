import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { describeSettings, parseConfig } from "./config";

test("an empty environment gives the defaults", () => {
  expect(parseConfig({})).toMatchObject({ PORT: 3000, BERTH_WORKER_ID: "worker-1", BERTH_LOG_LEVEL: "info" });
});

test("an empty variable counts as not set", () => {
  expect(parseConfig({ PORT: "", DATABASE_URL: "" })).toEqual(parseConfig({}));
});

test.each([
  ["PORT", "eighty"],
  ["PORT", "70000"],
  ["BERTH_URL", "berth.example.org"],
  ["BERTH_DATA_DIR", "data"],
  ["BERTH_KEY", "c2hvcnQ="],
  ["DATABASE_URL", "mysql://localhost/berth"],
  ["BERTH_LOG_LEVEL", "loud"],
])("a wrong %s is refused by its name", (name, value) => {
  expect(() => parseConfig({ [name]: value })).toThrow(new RegExp(`\\n  ${name}: `));
});

test("docs/configuration.md lists exactly these settings", () => {
  expect(readFileSync("docs/configuration.md", "utf8")).toContain(describeSettings());
});
