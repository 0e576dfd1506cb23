import { expect, test } from "vitest";
import { toApiAddon } from "@/lib/contract/api/addons";
import { DEFAULT_PLANS } from "@/lib/core/plans/catalog";
import { addonTable, changeLines } from "./addons";

const addon = (resourceId: string, status: "running" | "failed", dataGoneAt: string | null = null) =>
  toApiAddon(
    {
      id: "ad-1",
      appId: "a1",
      provider: "redis",
      resourceId,
      name: null,
      planId: "256m",
      engine: "redis",
      version: "8.0.2",
      status,
      createdAt: "2026-01-05T10:11:12.000Z",
      error: null,
      operationId: null,
      isBusy: false,
      dataGoneAt,
    },
    DEFAULT_PLANS,
  );
const ADDONS = [addon("my-app-3030", "running"), addon("a-much-longer-name-4040", "failed")];

test("on the screen columns are in line, and what does not run says so", () => {
  expect(addonTable(ADDONS, { isScreen: true })).toEqual([
    "|      ADDON     |            ID           | PLAN |",
    "| Redis          | my-app-3030             | 256m |",
    "| Redis          | a-much-longer-name-4040 | 256m | failed",
  ]);
});

test("an addon whose data is gone says so", () => {
  const lost = addon("my-app-3030", "running", "2026-01-05T10:11:12.000Z");
  expect(addonTable([lost], { isScreen: true })[1]).toBe(
    "| Redis          | my-app-3030      | 256m | data gone",
  );
});

test("elsewhere it is the table that scripts know", () => {
  expect(addonTable(ADDONS.slice(0, 1), { isScreen: false })).toEqual([
    "|      ADDON     |        ID        | PLAN |",
    "| Redis | my-app-3030      | 256m |",
  ]);
});

test("a change tells what there is to tell", () => {
  expect(changeLines({ variables: [], message: "" })).toEqual([]);
  expect(changeLines({ variables: ["A", "B"], message: "Done" })).toEqual([
    "Modified variables: [A B]",
    "Message from addon provider: Done",
  ]);
});
