import { expect, test } from "vitest";
import { makeAddon, makeApp, makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { removeAddon } from "../addons/remove-addon";
import { deleteApp } from "../apps/delete-app";
import { getApp } from "../apps/get-app";
import { listEvents } from "../apps/list-events";
import { addCollaborator } from "../collaborators/add-collaborator";
import { getDatabase } from "../databases/get-database";
import { protectApp } from "./protect-app";
import { protectDatabase } from "./protect-database";

withDatabase();

const PROTECTED = { code: "conflict", reason: "protected" };

test("a protected app is not deleted until its owner says otherwise", async () => {
  const { ctx, app } = await makeApp();
  const remove = () => deleteApp(ctx, { app: app.name, confirm: app.name });
  await protectApp(ctx, { app: app.name, isProtected: true });
  await protectApp(ctx, { app: app.name, isProtected: true });
  expect(await getApp(ctx, { app: app.name })).toMatchObject({ isProtected: true });
  await expect(remove()).rejects.toMatchObject({
    ...PROTECTED,
    message: `${app.name} is protected against deletion. An owner switches that off in its settings.`,
  });
  await protectApp(ctx, { app: app.name, isProtected: false });
  const { events } = await listEvents(ctx, { app: app.name, page: 1 });
  expect(events.filter(({ type }) => type === "edit_protection")).toMatchObject([
    { data: { of: app.name, isProtected: false } },
    { data: { of: app.name, isProtected: true } },
  ]);
  expect(await remove()).toMatchObject({ kind: "delete-app" });
});

test("a protected database is removed neither by itself nor with its app; the one beside it is", async () => {
  const { ctx, app } = await makeApp();
  const [kept, other] = [await makeAddon(ctx, app), await makeAddon(ctx, app)];
  const { resourceId } = kept;
  const remove = (addon: string) => removeAddon(ctx, { app: app.name, addon, confirm: addon });
  await protectDatabase(ctx, { resourceId, isProtected: true });
  expect(await getDatabase(ctx, { resourceId })).toMatchObject({ isProtected: true });
  await expect(remove(resourceId)).rejects.toMatchObject({
    ...PROTECTED,
    message: expect.stringContaining(resourceId),
  });
  await expect(deleteApp(ctx, { app: app.name, confirm: app.name })).rejects.toMatchObject(PROTECTED);
  expect(await getDatabase(ctx, { resourceId })).toMatchObject({ status: "running" });
  expect(await remove(other.resourceId)).toMatchObject({ kind: "remove" });
  await protectDatabase(ctx, { resourceId, isProtected: false });
  expect(await remove(resourceId)).toMatchObject({ kind: "remove" });
});

test("a collaborator does not switch it, and who has no access does not learn of it", async () => {
  const { ctx, app } = await makeApp();
  const { resourceId } = await makeAddon(ctx, app);
  const [helper, stranger] = [await makeUser(), await makeUser()];
  await addCollaborator(ctx, { app: app.name, email: helper.email });
  const refusals = [
    [helper, "forbidden"],
    [stranger, "not_found"],
  ] as const;
  for (const [user, code] of refusals) {
    const theirs = await makeContext(user);
    await expect(protectApp(theirs, { app: app.name, isProtected: false })).rejects.toMatchObject({ code });
    await expect(protectDatabase(theirs, { resourceId, isProtected: false })).rejects.toMatchObject({ code });
  }
});
