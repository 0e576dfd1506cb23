import { expect, it } from "vitest";
import { backupStorageContract, objectOf } from "../../ports/backup-storage.contract";
import { memoryStorage, memoryStorages } from "./memory";

backupStorageContract(async () => ({ storage: memoryStorage() }));

it("fails as it is told to, until it is well again", async () => {
  const storage = memoryStorage();
  const fault = new Error("away");
  storage.fail(fault);
  await expect(storage.put(objectOf("a", Buffer.from("a")))).rejects.toBe(fault);
  storage.fail(null);
  await storage.put(objectOf("a", Buffer.from("a")));
  expect([...storage.objects.keys()]).toEqual(["a"]);
});

it("the same place opens the same storage", async () => {
  const storages = memoryStorages();
  await storages.open({ kind: "folder", path: "/x" }).put(objectOf("a", Buffer.from("a")));
  expect(await storages.open({ kind: "folder", path: "/x" }).stat("a")).not.toBeNull();
  expect(await storages.open({ kind: "folder", path: "/y" }).stat("a")).toBeNull();
});
