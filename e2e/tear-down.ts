import { existsSync, rmSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { findInstance } from "../lib/runtime/instance";
import { purgeBerth } from "./berth";
import { listLabelled, madeBy } from "./engine";
import { readDataDir } from "./state";

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
