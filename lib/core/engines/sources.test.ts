import { expect, test } from "vitest";
import { readAnswers, releaseNews } from "./sources";

test("of each source a line tells its build, or why none is known", () => {
  const text = [
    "redis:8.0.2 debian-trixie 8.0.2-3+deb13u3",
    "redis:8.0.2 redis:8.0.2 - connection refused by the registry",
    "valkey:8.1.1 debian-trixie -",
    "something else",
    "",
  ].join("\n");
  const source = { release: "redis:8.0.2", builtFrom: "debian-trixie" };
  expect(readAnswers(text)).toEqual([
    { ...source, build: "8.0.2-3+deb13u3", reason: null },
    { ...source, builtFrom: "redis:8.0.2", build: null, reason: "connection refused by the registry" },
    { ...source, release: "valkey:8.1.1", build: null, reason: "It did not answer." },
  ]);
});

const LINK = "https://example.org";
const build = (changes: object) => ({
  builtFrom: "debian-trixie",
  newer: null,
  fixesMissing: null,
  databases: ["a-1"],
  ...changes,
});

test("what is newer is told once of each source, with all databases that run something older", () => {
  const builds = [
    build({ newer: "c" }),
    build({ newer: "c", databases: ["b-2"] }),
    build({ databases: ["d-3"] }),
  ];
  expect(releaseNews(builds)).toEqual([
    { kind: "newer", builtFrom: "debian-trixie", build: "c", databases: ["a-1", "b-2"], count: 2 },
  ]);
});

test("what lacks fixes is told with the reason; what no database runs is not", () => {
  const fixesMissing = { reason: "Not mended there", link: LINK };
  expect(releaseNews([build({ fixesMissing })])).toEqual([
    { kind: "fixes", builtFrom: "debian-trixie", ...fixesMissing, databases: ["a-1"], count: 1 },
  ]);
  expect(releaseNews([build({ fixesMissing, newer: "c", databases: [] })])).toEqual([]);
});

test("of many databases ten are named, and all are counted", () => {
  const databases = Array.from({ length: 25 }, (_, index) => `a-${index}`);
  expect(releaseNews([build({ newer: "c", databases })])).toMatchObject([
    { count: 25, databases: databases.slice(0, 10) },
  ]);
});
