import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { addRelease, removeRelease } from "./admin-engines-file";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-engines-file-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = () => join(folder, "own.json");
const content = () => readFileSync(file(), "utf8");
/** What is printed. */
const add = (name: string, words = {}, path: string | undefined = file()) => {
  const told: string[] = [];
  addRelease((line) => told.push(line), path, name, words);
  return told;
};
const remove = async (name: string, databases: string[] = []) => {
  const told: string[] = [];
  await removeRelease(
    (line) => told.push(line),
    file(),
    name,
    async () => databases,
  );
  return told;
};

test("a release is added to a file that was not there, and removed from it", async () => {
  const digest = `sha256:${"a".repeat(64)}`;
  expect(add("redis:8.0.6", { registry: "redis:8.0.6", digest, debian: "sid" })).toEqual([
    expect.stringContaining("from the next start"),
  ]);
  expect(JSON.parse(content())).toEqual({
    releases: [
      {
        engine: "redis",
        version: "8.0.6",
        sources: [{ registry: "redis:8.0.6", digest }, { debian: "sid" }],
      },
    ],
  });
  await remove("redis:8.0.6");
  expect(JSON.parse(content())).toEqual({ releases: [] });
});

test("a release that databases use is not removed, and they are named", async () => {
  add("redis:8.0.6", { debian: "sid" });
  const before = content();
  await expect(remove("redis:8.0.6", ["my-app-1"])).rejects.toMatchObject({
    code: "conflict",
    reason: "release_in_use",
    message: expect.stringContaining("my-app-1"),
  });
  expect(content()).toBe(before);
});

test("a link to the file stays one, and the file keeps its rights", () => {
  const target = join(folder, "target.json");
  writeFileSync(target, '{"releases": []} // ours');
  chmodSync(target, 0o640);
  symlinkSync(target, file());
  add("redis:8.0.6", { debian: "sid" });
  expect(readFileSync(target, "utf8")).toMatch(/8\.0\.6[\s\S]*ours/);
  expect(statSync(target).mode & 0o777).toBe(0o640);
});

test("what is on offer already changes nothing, and writes no file", () => {
  expect(add("redis:8.0.2")).toEqual([expect.stringContaining("already")]);
  expect(existsSync(file())).toBe(false);
});

test.each([
  ["a release of no line that was tried", "redis:9.0.0", { debian: "sid" }, /of no line/],
  ["a new release without sources", "redis:8.0.6", {}, /sources/],
  ["a digest that is none", "redis:8.0.6", { registry: "redis:8.0.6", digest: "sha256:1" }, /digest/],
  ["a digest of no registry", "redis:8.0.6", { digest: "sha256:1" }, /--registry/],
  ["a version alone", "8.0.6", { debian: "sid" }, /redis:8\.0\.2/],
])("%s is refused, and the file stays as it was", (_, name, words, reason) => {
  writeFileSync(file(), '{"releases": []}');
  expect(() => add(name, words)).toThrow(reason);
  expect(content()).toBe('{"releases": []}');
});

test("the last version on offer cannot be removed", async () => {
  await remove("redis:6.0.16");
  await remove("redis:7.0.15");
  await expect(remove("redis:8.0.2")).rejects.toThrow(/no version of Redis is left/);
});

test("a file with a mistake is left alone, and no file is asked for", async () => {
  writeFileSync(file(), '{\n  "release": []\n}');
  await expect(remove("redis:8.0.2")).rejects.toThrow(/mend these first: line 1/);
  expect(() => addRelease(() => {}, undefined, "redis:8.0.6", { debian: "sid" })).toThrow(
    /BERTH_ENGINES_FILE/,
  );
  rmSync(file());
  await expect(remove("redis:8.0.6")).rejects.toThrow(/no release/);
});
