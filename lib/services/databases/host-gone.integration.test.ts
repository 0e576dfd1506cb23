import { expect, test } from "vitest";
import { makeAddon, makeApp } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { findAddonByResourceId } from "../../db/addons";
import { prisma } from "../../db/client";
import { upsertHost } from "../../db/hosts";
import { removeAddon } from "../addons/remove-addon";
import { getDatabase } from "./get-database";
import { getHealth } from "./get-health";
import { listChanges } from "./list-changes";
import { moveDatabase } from "./move-database";
import { reachData } from "./reach-data";

withDatabase();

const noticedAt = new Date("2026-01-02T03:04:05Z");

async function makeOn(hostId: string) {
  const { ctx, app } = await makeApp();
  const { resourceId } = await makeAddon(ctx, app);
  await prisma().addon.updateMany({ where: { resourceId }, data: { status: "running" } });
  const nodes = { database: { addon: { resourceId } } };
  await prisma().node.updateMany({ where: nodes, data: { hostId, status: "active" } });
  // Whoever asks Redis waits for it in vain.
  const redis = {
    ...ctx.redis,
    ping: async () => {
      throw new Error("Redis was asked");
    },
  };
  return { ctx: { ...ctx, redis }, resourceId };
}

test("a database of a host that is gone says since when, and when its data was last saved, without asking it", async () => {
  const { ctx, resourceId } = await makeOn("far");
  await upsertHost({ id: "far", name: "far-host", state: "down" }, noticedAt);
  await upsertHost({ id: "far", name: "far-host", state: "down" }, new Date());
  expect(await getHealth(ctx, { resourceId })).toMatchObject({
    state: "unreachable",
    reason: expect.stringMatching(
      /^Host far-host is gone since 2026-01-02T03:04:05\.000Z.*Data last saved there at a time that is not known\. There is no backup/,
    ),
    hostGone: {
      hostName: "far-host",
      state: "down",
      since: "2026-01-02T03:04:05.000Z",
      lastSavedAt: null,
      backup: null,
    },
  });
});

test("a database of a host that is well is asked", async () => {
  const { ctx, resourceId } = await makeOn("near");
  await upsertHost({ id: "near", name: "near-host", state: "paused" }, noticedAt);
  await expect(getHealth(ctx, { resourceId })).rejects.toThrow("Redis was asked");
});

test("what cannot be done meanwhile says why at once, and a removal without a last backup is let through", async () => {
  const { ctx, resourceId } = await makeOn("lost");
  await upsertHost({ id: "lost", name: "lost-host", state: "down" }, noticedAt);
  const refusal = { code: "conflict", reason: "host_gone", message: expect.stringContaining("lost-host") };
  const { appName } = await getDatabase(ctx, { resourceId });
  const removal = { app: appName, addon: resourceId, confirm: resourceId };
  const addon = await findAddonByResourceId(resourceId);
  if (!addon) throw new Error("there is no addon");
  for (const attempt of [
    () => moveDatabase(ctx, { resourceId }),
    () => listChanges(ctx, { resourceId }),
    () => reachData(ctx, addon),
    () => removeAddon(ctx, removal),
  ])
    await expect(attempt()).rejects.toMatchObject(refusal);
  await expect(removeAddon(ctx, { ...removal, keepsBackup: false })).resolves.toMatchObject({
    kind: "remove",
  });
});
