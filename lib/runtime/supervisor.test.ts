import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { rotateLog } from "./supervisor";

function newLog() {
  const dir = mkdtempSync(join(tmpdir(), "berth-test-log-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return join(dir, "worker.log");
}

test("a log that has grown too large is moved while its process writes on, and holds only what came later", () => {
  const path = newLog();
  const output = openSync(path, "a");
  onTestFinished(() => closeSync(output));
  writeSync(output, "before\n");
  rotateLog(path, 6);
  writeSync(output, "after\n");
  expect(readFileSync(`${path}.1`, "utf8")).toBe("before\n");
  expect(readFileSync(path, "utf8")).toBe("after\n");
});

test("one that has room is left alone, and one that is not there is nothing", () => {
  const path = newLog();
  rotateLog(path, 6);
  appendFileSync(path, "small\n");
  rotateLog(path, 6);
  expect([readFileSync(path, "utf8"), existsSync(`${path}.1`)]).toEqual(["small\n", false]);
});
