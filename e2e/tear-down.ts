import { existsSync, rmSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { findInstance } from "../lib/runtime/instance";
import { outputOf, purgeBerth } from "./berth";
import { listLabelled, madeBy } from "./engine";
import { readDataDir } from "./state";

/** How Next begins what it says of a page that threw; what a person is told (a record is away) is no fault of the page. */
const FAULT_OF_A_PAGE = /^.*⨯ .*(TypeError|ReferenceError|Attempted to call|Minified React error).*$/gm;

test("no page failed at the server by a fault of its own", () => {
  expect(outputOf(readDataDir()).match(FAULT_OF_A_PAGE) ?? []).toEqual([]);
});

test("Berth is removed with everything it made", async () => {
  const dataDir = readDataDir();
  const instance = findInstance(dataDir);
  if (!instance) rmSync(dataDir, { recursive: true });
  expect(instance, "Berth was never started").not.toBeNull();
  const own = madeBy(instance?.id ?? "");
  expect((await listLabelled(own)).containers).not.toEqual([]);
  purgeBerth(dataDir);
  const nothing = { containers: [], services: [], networks: [], secrets: [], volumes: [] };
  expect(await listLabelled(own)).toEqual(nothing);
  expect(existsSync(dataDir)).toBe(false);
});
