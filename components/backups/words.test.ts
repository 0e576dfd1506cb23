import { describe, expect, test } from "vitest";
import { type BackupConfigView, BackupView } from "@/lib/contract/backups";
import { HOUR_MS } from "@/lib/core/units";
import { backupHealth, keysWords, nextToGo } from "./words";

const NOW_MS = Date.UTC(2026, 10, 28, 12);
const hoursAgo = (hours: number) => new Date(NOW_MS - hours * HOUR_MS).toISOString();

const CONFIG: BackupConfigView = {
  isIncluded: true,
  isOn: true,
  hourUtc: 0,
  nextAt: hoursAgo(-12),
  lastProvenAt: hoursAgo(3),
  manual: 0,
  manualMax: 2,
  storages: ["Data folder"],
};

const backup = (changes: Partial<BackupView>): BackupView =>
  BackupView.parse({
    id: crypto.randomUUID(),
    resourceId: "shop-1",
    addonId: "ad-1",
    method: "periodic",
    status: "done",
    createdAt: hoursAgo(3),
    startedAt: hoursAgo(3),
    finishedAt: hoursAgo(3),
    engine: "redis",
    version: "8.0.2",
    bytes: 1,
    dumpBytes: 1,
    keys: 1,
    keysByDatabase: { "0": 1 },
    provenAt: hoursAgo(3),
    drilledAt: null,
    loadMs: 1,
    copies: [],
    keptFor: "daily",
    keptUntil: null,
    fileName: "x.tar.gz",
    error: null,
    operationId: null,
    ...changes,
  });

describe("what is said of a database's backups", () => {
  const health = (config: Partial<BackupConfigView>, backups: BackupView[] = [backup({})]) =>
    backupHealth({ ...CONFIG, ...config }, backups, NOW_MS);

  test("the last proven one is named while it is younger than 26 hours", () => {
    expect(health({})).toEqual({ state: "proven", at: hoursAgo(3) });
    expect(health({ lastProvenAt: hoursAgo(26) })).toMatchObject({ state: "proven" });
    expect(health({ lastProvenAt: hoursAgo(26.1) })).toMatchObject({ state: "missed" });
  });

  test("a newest one that failed is said before everything else, and one that is being taken is not judged", () => {
    const failed = backup({ status: "error", error: "The folder is full." });
    const expected = { state: "failed", error: "The folder is full.", at: hoursAgo(3) };
    expect(health({}, [failed, backup({})])).toEqual(expected);
    expect(health({}, [backup({ status: "running" }), failed])).toEqual(expected);
    expect(health({}, [backup({}), failed])).toMatchObject({ state: "proven" });
    const refused = backup({ method: "uploaded", status: "error", error: "It is no dump." });
    expect(health({}, [refused, backup({})])).toMatchObject({ state: "proven" });
  });

  test("no backup yet, a schedule that is off, and a plan without any are told apart", () => {
    expect(health({ lastProvenAt: null }, [])).toEqual({ state: "none", at: CONFIG.nextAt });
    expect(health({ isOn: false })).toEqual({ state: "off", at: hoursAgo(3) });
    expect(health({ isIncluded: false }, [])).toEqual({ state: "not-included" });
  });
});

test("the oldest proven manual backup goes, once there are as many as are kept", () => {
  const [newer, older] = [backup({ method: "manual" }), backup({ method: "manual" })];
  const failed = backup({ method: "manual", status: "error" });
  const backups = [newer, backup({}), older, failed, backup({})];
  expect(nextToGo({ ...CONFIG, manual: 1 }, backups)).toBeNull();
  expect(nextToGo({ ...CONFIG, manual: 2 }, backups)).toBe(older);
});

test("keys are told by database only where several have any", () => {
  expect(keysWords({ "0": 12_000, "3": 5 })).toBe("database 0: 12,000, database 3: 5");
  expect(keysWords({ "0": 7, "3": 0 })).toBeNull();
  expect(keysWords(null)).toBeNull();
});
