import { describe, expect, it } from "vitest";
import { REDIS } from "../redis/engine";
import { defaultVersion, offeredVersions } from "../versions";
import { DEFAULT_CATALOG } from "./default";
import { readCatalog } from "./read-catalog";

const accepted = (text: string) => {
  const { catalog, mistakes } = readCatalog(text, DEFAULT_CATALOG);
  expect(mistakes).toEqual([]);
  if (!catalog) throw new Error("it was refused");
  return catalog;
};

describe("an operator's file", () => {
  it("adds a release, which becomes the newest of its line", () => {
    const catalog = accepted(`{
      // Of our own registry.
      "releases": [
        { "engine": "redis", "version": "8.0.6", "sources": [{ "registry": "registry.example.org:5000/redis:8.0.6" }] },
        { "engine": "redis", "version": "7.0.16", "sources": [{ "debian": "bookworm" }] },
      ],
    }`);
    expect(offeredVersions(catalog, REDIS)).toEqual(["6.0.16", "7.0.15", "7.0.16", "8.0.2", "8.0.6"]);
    expect(defaultVersion(catalog, REDIS)).toBe("8.0.6");
  });

  it("changes only what it names of one that is known", () => {
    const catalog = accepted(
      `{"releases": [{"engine": "redis", "version": "8.0.2", "status": "withdrawn"}]}`,
    );
    expect(offeredVersions(catalog, REDIS)).toEqual(["6.0.16", "7.0.15"]);
    const sourcesIn = (releases: typeof catalog) =>
      releases.find(({ version }) => version === "8.0.2")?.sources;
    expect(sourcesIn(catalog)).toEqual(sourcesIn(DEFAULT_CATALOG));
  });

  it("leaves everything as it was when it says nothing", () => {
    expect(accepted(`{"releases": []}`)).toEqual(DEFAULT_CATALOG);
  });

  it.each([
    ["nothing at all", "", [[1, /empty|value expected/]]],
    ["a comma that is missing", `{\n  "releases": [\n    {} {}\n  ]\n}`, [[3, /comma expected/]]],
    [
      "another word",
      `{\n  "release": []\n}`,
      [
        [1, /releases/],
        [1, /release/],
      ],
    ],
    [
      "a version of two numbers",
      entries(`{"engine": "redis", "version": "8.0"}`),
      [[3, /^version: .*three numbers/]],
    ],
    ["no version", entries(`{"engine": "redis"}`), [[3, /^version: /]]],
    [
      "another status",
      entries(`{"engine": "redis", "version": "8.0.2", "status": "gone"}`),
      [[3, /^status: /]],
    ],
    ["another engine", entries(`{"engine": "mysql", "version": "8.0.2"}`), [[3, /no engine mysql: redis/]]],
    ["a line nobody tried", entries(NEW("7.4.1")), [[3, /7\.4\.1 is of no line .*6\.0, 7\.0, 8\.0/]]],
    [
      "a new one that comes from nowhere",
      entries(`{"engine": "redis", "version": "8.0.6"}`),
      [[3, /needs sources/]],
    ],
    [
      "no place at all",
      entries(`{"engine": "redis", "version": "8.0.6", "sources": [{"rpm": "el9"}]}`),
      [[3, /a source is/]],
    ],
    [
      "a digest of another length",
      entries(
        `{"engine": "redis", "version": "8.0.6", "sources": [{"registry": "redis:8.0.6", "digest": "sha256:12"}]}`,
      ),
      [[3, /digest: a digest is sha256/]],
    ],
    ["one that stands twice", entries(NEW("8.0.6"), NEW("8.0.6")), [[4, /8\.0\.6 stands twice/]]],
    [
      "two mistakes",
      entries(`{"engine": "mysql", "version": "8.0.2"}`, NEW("9.9.9")),
      [
        [3, /mysql/],
        [4, /9\.9\.9/],
      ],
    ],
    [
      "mistakes of every kind",
      entries(
        `{"engine": "redis", "version": "8.0", "satus": "offered"}`,
        `{"engine": "redis", "version": "9.9.9", "status": "gone"}`,
        NEW("9.9.9"),
      ),
      [
        [3, /^version: .*three numbers/],
        [3, /satus/],
        [4, /^status: /],
        [4, /9\.9\.9 is of no line/],
        [4, /needs sources/],
        [5, /9\.9\.9 is of no line/],
        [5, /stands twice/],
      ],
    ],
    [
      "nothing left to choose",
      entries(
        ...offeredVersions(DEFAULT_CATALOG, REDIS).map(
          (version) => `{"engine": "redis", "version": "${version}", "status": "withdrawn"}`,
        ),
      ),
      [[2, /no version of Redis is left/]],
    ],
  ] as const)("%s is refused with its line and a reason", (_title, text, expected) => {
    const { catalog, mistakes } = readCatalog(text, DEFAULT_CATALOG);
    expect(catalog).toBeNull();
    expect(mistakes).toEqual(
      expected.map(([line, reason]) => ({ line, reason: expect.stringMatching(reason) })),
    );
  });
});

/** Each entry on a line of its own, the first on the third. */
function entries(...lines: string[]): string {
  return `{\n  "releases": [\n${lines.join(",\n")}\n]}`;
}
function NEW(version: string): string {
  return `{"engine": "redis", "version": "${version}", "sources": [{"registry": "redis:${version}"}]}`;
}
