import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";

const Versions = z.record(z.string(), z.string());
const read = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

const Package = z.object({ dependencies: Versions, devDependencies: Versions });
const { dependencies, devDependencies } = Package.parse(read("package.json"));

/** `1.2.3-beta.4` behind a sign that lets npm choose another. */
const isRangeOfPrerelease = (version: string): boolean =>
  /\d-/.test(version) && !/^\d+\.\d+\.\d+-[\w.-]+$/.test(version);

test("a prerelease is named exactly: a range of it takes whatever was published last under that number", () => {
  const all = Object.entries({ ...dependencies, ...devDependencies });
  expect(all.filter(([, version]) => isRangeOfPrerelease(version))).toEqual([]);
  expect(["^1.0.0-beta.1", "~1.0.0-1.abc", ">=1.0.0-rc.1"].every(isRangeOfPrerelease)).toBe(true);
  expect(["1.0.0-beta.1", "^1.2.3", "7.10"].some(isRangeOfPrerelease)).toBe(false);
});

test("the schema engine is the one that Prisma's client was published with", () => {
  const Client = z.object({ devDependencies: z.object({ "@prisma/engines-version": z.string() }) });
  const client = Client.parse(read("node_modules/@prisma/client/package.json"));
  expect(dependencies["@prisma/schema-engine-wasm"]).toBe(client.devDependencies["@prisma/engines-version"]);
});
