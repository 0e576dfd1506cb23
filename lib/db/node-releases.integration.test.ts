import { expect, test } from "vitest";
import { makeAddon, makeApp } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { prisma } from "./client";
import { listDatabasesOfRelease } from "./node-releases";

withDatabase();

const setNode = (version: string, data: { volumeKeptUntil?: Date; volumeRemovedAt?: Date }) =>
  prisma().node.updateMany({ where: { version }, data: { status: "removed", ...data } });

test("a release is in use while a database serves, starts, or can go back to it", async () => {
  const { ctx, app } = await makeApp();
  const [serves, starts, goesBack] = await Promise.all([
    makeAddon(ctx, app, { version: "8.0.2" }),
    makeAddon(ctx, app, { version: "8.0.2", status: "provisioning" }),
    makeAddon(ctx, app, { version: "7.0.15" }),
    makeAddon(ctx, app, { version: "6.0.16" }),
  ]);
  const keptUntil = new Date(Date.now() + 60_000);
  await setNode("7.0.15", { volumeKeptUntil: keptUntil });
  await setNode("6.0.16", { volumeKeptUntil: keptUntil, volumeRemovedAt: new Date() });
  expect(await listDatabasesOfRelease("redis", "8.0.2")).toEqual(
    [serves.resourceId, starts.resourceId].toSorted(),
  );
  expect(await listDatabasesOfRelease("redis", "7.0.15")).toEqual([goesBack.resourceId]);
  expect(await listDatabasesOfRelease("redis", "6.0.16")).toEqual([]);
  expect(await listDatabasesOfRelease("valkey", "8.0.2")).toEqual([]);
});
