import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DEFAULT_CATALOG } from "../core/engines/catalog/default";
import { acceptCatalog, loadCatalog, readCatalogRefusal } from "./releases";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-releases-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = () => join(folder, "own.json");
const settings = () => ({ BERTH_DATA_DIR: folder, BERTH_ENGINES_FILE: file() });
const withdrawn = (version: string) =>
  JSON.stringify({ releases: [{ engine: "redis", version, status: "withdrawn" }] });
const offered = () =>
  loadCatalog(settings())
    .filter(({ engine, status }) => engine === "redis" && status !== "withdrawn")
    .map(({ version }) => version);
/** What a start prints. */
function start(changes: { BERTH_ENGINES_FILE?: undefined } = {}): string[] {
  const told: string[] = [];
  acceptCatalog({ ...settings(), ...changes }, (line) => told.push(line));
  return told;
}

test("without a file Berth's own releases are in force", () => {
  expect(start({ BERTH_ENGINES_FILE: undefined })).toEqual([]);
  expect(loadCatalog(settings())).toEqual(DEFAULT_CATALOG);
});

test("a file is in force from the start that takes it over, and until it is named no more", () => {
  writeFileSync(file(), withdrawn("7.0.15"));
  expect(offered()).toContain("7.0.15");
  expect(start()).toEqual([]);
  expect(offered()).not.toContain("7.0.15");
  start({ BERTH_ENGINES_FILE: undefined });
  expect(offered()).toContain("7.0.15");
});

test("a mistake is told with its line, and the former file stays in force", () => {
  writeFileSync(file(), withdrawn("7.0.15"));
  start();
  writeFileSync(file(), `{\n  "releases": [\n    { "engine": "redis", "version": "1" }\n  ]\n}`);
  expect(start()).toEqual([expect.stringMatching(/own\.json.* line 3: version: .*stay in force/)]);
  expect(offered()).toEqual(["6.0.16", "8.0.2"]);
  expect(readCatalogRefusal(settings())).toMatch(/line 3/);
});

test("a file that is not there is told, and the former one stays in force", () => {
  writeFileSync(file(), withdrawn("7.0.15"));
  start();
  rmSync(file());
  expect(start()).toEqual([expect.stringMatching(/own\.json\) is not there\. .*stay in force/)]);
  expect(offered()).not.toContain("7.0.15");
});

test("a folder in the place of the file is told as that", () => {
  mkdirSync(file());
  expect(readCatalogRefusal(settings())).toMatch(/own\.json\) is a folder\./);
});

test("nothing is wrong with a file that is right, nor without one", () => {
  writeFileSync(file(), withdrawn("7.0.15"));
  expect(readCatalogRefusal(settings())).toBeNull();
  expect(readCatalogRefusal({ ...settings(), BERTH_ENGINES_FILE: undefined })).toBeNull();
});
