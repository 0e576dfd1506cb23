import { expect, test } from "vitest";
import { readRecordsName, recordsFolder, recordsObjectName } from "./objects";

const OBJECT = {
  instance: "babc12",
  storageId: "11111111-2222-4333-8444-555555555555",
  backupId: "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee",
  takenAt: new Date("2026-01-02T03:04:05.678Z"),
};
const NAME =
  "babc12/records/11111111-2222-4333-8444-555555555555/20260102030405-aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee.tar.gz.age";

test("the name of an object tells all that a recovery has to know, to the second", () => {
  expect(recordsObjectName(OBJECT)).toBe(NAME);
  expect(recordsFolder(OBJECT.takenAt)).toBe("20260102030405_records");
  expect(readRecordsName(NAME)).toEqual({ ...OBJECT, name: NAME, takenAt: new Date("2026-01-02T03:04:05Z") });
});

test.each([
  NAME.replace("records", "backups"),
  NAME.replace(".age", ""),
  NAME.replace("20260102030405", "20269902030405"),
  `x/${NAME}`,
  "babc12/11111111-2222-4333-8444-555555555555/20260102T030405Z-a-1.tar.gz.age",
])("%s is none", (name) => {
  expect(readRecordsName(name)).toBeNull();
});
