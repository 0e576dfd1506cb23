import { expect, test } from "vitest";
import { ENGINES } from "../engines";
import { DEFAULT_CATALOG } from "./default";
import file from "./releases.json" with { type: "json" };
import { Line, Release } from "./schema";

test("Berth's own releases and lines are of their schema, in order, and named once", () => {
  for (const line of file.lines) expect(Line.parse(line)).toEqual(line);
  for (const release of file.releases) expect(Release.parse(release)).toEqual(release);
  expect(file.releases).toEqual(DEFAULT_CATALOG);
  expect(new Set(DEFAULT_CATALOG.map(({ engine, version }) => `${engine} ${version}`)).size).toBe(
    DEFAULT_CATALOG.length,
  );
});

test("a line follows only lines that are known, itself among them", () => {
  const known = ENGINES.flatMap(({ lines }) => lines).map(({ engine, line }) => `${engine} ${line}`);
  for (const { engine, line, follows, followsWithoutFieldTtl, loads } of ENGINES.flatMap(
    ({ lines }) => lines,
  )) {
    expect(known).toEqual(expect.arrayContaining([...follows, ...followsWithoutFieldTtl, ...loads]));
    expect(loads).toContain(`${engine} ${line}`);
    expect(follows).toContain(`${engine} ${line}`);
  }
});
