import { afterEach, beforeEach, expect, test } from "vitest";
import { makeDatabase } from "@/tests/change-world";
import { withDatabase } from "@/tests/postgres";
import { prisma } from "./client";
import { listFormerPasswords, listUnappliedDatabases } from "./database-users";
import { listServingGroups } from "./databases";
import { listDueNotifiers } from "./deliveries";
import { type DueWork, listDueWork } from "./due-work";
import { listRunningWaves } from "./release-waves";

withDatabase();
beforeEach(async () => {
  await makeDatabase();
  await prisma().databaseUser.updateMany({ data: { revision: 1, appliedRevision: 1 } });
});
afterEach(
  () => prisma().$executeRaw`TRUNCATE "apps", "users", "release_waves", "notifiers", "events" CASCADE`,
);

const later = () => new Date(Date.now() + 60_000);

/** Whether whoever does the work finds any. */
const FINDS: Record<DueWork, () => Promise<unknown[]>> = {
  users: async () => [...(await listUnappliedDatabases()), ...(await listFormerPasswords())],
  groups: () => listServingGroups(),
  waves: listRunningWaves,
  messages: () => listDueNotifiers(later(), 1),
};

const MAKES: [string, DueWork, () => Promise<unknown>][] = [
  ["a user whose node is behind", "users", () => prisma().databaseUser.updateMany({ data: { revision: 2 } })],
  [
    "a former password that still lets in",
    "users",
    () =>
      prisma().databaseUser.updateMany({
        where: { name: "default" },
        data: { otherUntil: later(), otherPasswordEncrypted: "x" },
      }),
  ],
  ["a node of a group", "groups", () => prisma().node.updateMany({ data: { groupNumber: 1 } })],
  [
    "a wave that runs",
    "waves",
    () =>
      prisma().releaseWave.create({ data: { engine: "redis", version: "8", isInWindows: false, atOnce: 1 } }),
  ],
  [
    "a message whose time has come",
    "messages",
    () =>
      prisma().notifier.create({
        data: { name: "n", platform: "email", deliveries: { create: {} } },
      }),
  ],
];

test("nothing is due of a database that is as it should be", async () => {
  expect(await listDueWork(later())).toEqual([]);
  for (const finds of Object.values(FINDS)) expect(await finds()).toEqual([]);
});

test.each(MAKES)("%s is due as %s, and is found by whoever does it", async (_title, kind, make) => {
  await make();
  expect(await listDueWork(later())).toEqual([kind]);
  expect(await FINDS[kind]()).toHaveLength(1);
});

test("what is over is not due: a wave that ended, a message that was delivered, one whose time has not come", async () => {
  await prisma().releaseWave.create({
    data: { engine: "redis", version: "8", isInWindows: false, atOnce: 1, status: "done" },
  });
  await prisma().notifier.create({
    data: {
      ...{ name: "n", platform: "email" },
      deliveries: { create: [{ endedAt: new Date() }, { nextTryAt: new Date(Date.now() + 3_600_000) }] },
    },
  });
  expect(await listDueWork(later())).toEqual([]);
});
