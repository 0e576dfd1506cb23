import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { objectOf } from "../../ports/backup-storage.contract";
import { openStorage } from "./open";

it("a folder's location is that folder", async () => {
  const path = mkdtempSync(join(tmpdir(), "berth-storage-"));
  try {
    await openStorage({ kind: "folder", path }).put(objectOf("a/one.age", Buffer.alloc(10)));
    expect(await openStorage({ kind: "folder", path }).stat("a/one.age")).toMatchObject({ bytes: 10 });
  } finally {
    rmSync(path, { recursive: true });
  }
});

it("a bucket's location is asked by the first call, not before", async () => {
  const secretAccessKey = "never-told";
  const storage = openStorage({
    kind: "s3",
    endpoint: "http://127.0.0.1:1",
    region: "us-east-1",
    bucket: "backups",
    prefix: "",
    accessKeyId: "test",
    secretAccessKey,
  });
  const error = await storage.stat("a").catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: "unavailable", reason: "storage_away" });
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(secretAccessKey);
});
