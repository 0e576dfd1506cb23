import { expect, test } from "vitest";
import { archiveFileName, archiveFolder, objectNameOf, sumKeys } from "./backup";

const backup = { createdAt: new Date("2026-11-28T01:05:09.123Z"), resourceId: "my-app-3030" };

test("an archive is named by time and database, as on the reference platform", () => {
  expect(archiveFolder(backup)).toBe("20261128010509_my-app-3030");
  expect(archiveFileName(backup)).toBe("20261128010509_my-app-3030.tar.gz");
});

test("an object has a name that no other attempt has, and that sorts by time", () => {
  const name = objectNameOf({
    instance: "b1",
    databaseId: "d",
    backupId: "k",
    createdAt: backup.createdAt,
    attempt: 2,
  });
  expect(name).toBe("b1/d/20261128T010509Z-k-2.tar.gz.age");
});

test("keys of all databases are summed", () => {
  expect(sumKeys({})).toBe(0);
  expect(sumKeys({ 0: 3, 5: 2 })).toBe(5);
});
