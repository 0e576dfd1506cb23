import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { DEFAULT_PLANS } from "../core/plans/catalog";
import { MIB } from "../core/units";
import { loadPlans } from "./plans";

const plan = (id: string, maxMemoryBytes: number) => ({
  id,
  maxMemoryBytes,
  cpus: 1,
  clientsMax: 10,
  hasBackups: true,
});

function fileOf(content: string): string {
  const dir = mkdtempSync(join(tmpdir(), "berth-plans-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const path = join(dir, "plans.json");
  writeFileSync(path, content);
  return path;
}

test("without a file the default catalog is used", () => {
  expect(loadPlans(undefined)).toBe(DEFAULT_PLANS);
});

test("an operator's plans are listed smallest first", () => {
  const path = fileOf(JSON.stringify([plan("big", 64 * MIB), plan("small", 16 * MIB)]));
  expect(loadPlans(path).map(({ id }) => id)).toEqual(["small", "big"]);
});

test.each([
  ["no JSON", "plans:", /JSON/],
  ["a plan without a size", JSON.stringify([{ id: "a" }]), /maxMemoryBytes/],
  ["two plans of one name", JSON.stringify([plan("a", 16 * MIB), plan("a", 32 * MIB)]), /same id/],
  ["an unknown field", JSON.stringify([{ ...plan("a", 16 * MIB), price: 1 }]), /price/],
  [
    "the second plan",
    JSON.stringify([plan("a", 16 * MIB), { ...plan("b", 32 * MIB), cpus: 0 }]),
    /Plan 2 \("b"\), cpus: /,
  ],
])("%s is refused by the file's name and the reason", (_title, content, reason) => {
  const path = fileOf(content);
  expect(() => loadPlans(path)).toThrow(path);
  expect(() => loadPlans(path)).toThrow(reason);
});

test("a file that is not there is told in words", () => {
  expect(() => loadPlans("/no-such-folder/plans.json")).toThrow(
    /plans\.json\).*\n {2}The file is not there\./,
  );
});
