import { expect, test } from "vitest";
import { makeApp, makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { noteEvent } from "../../db/events";
import { getApp } from "../apps/get-app";
import { listEvents } from "../apps/list-events";
import type { Context } from "../context";
import { listOwnEvents } from "../events/list-own-events";
import { setVariable } from "../variables/set-variable";
import { addCollaborator } from "./add-collaborator";
import { changeCollaborator } from "./change-collaborator";
import { listCollaborators } from "./list-collaborators";
import { removeCollaborator } from "./remove-collaborator";

withDatabase();

test("a collaborator sees the app until access is taken away", async () => {
  const { ctx, app } = await makeApp();
  const helper = await makeUser();
  const asHelper = makeContext(helper);
  const input = { app: app.name, email: helper.email };
  await expect(getApp(asHelper, { app: app.name })).rejects.toMatchObject({ code: "not_found" });
  await addCollaborator(ctx, input);
  expect(await listCollaborators(asHelper, { app: app.name })).toEqual([
    { id: helper.id, email: helper.email, name: helper.name, role: "operate", addedAt: expect.any(String) },
  ]);
  await removeCollaborator(ctx, input);
  await expect(getApp(asHelper, { app: app.name })).rejects.toMatchObject({ code: "not_found" });
  const { events } = await listEvents(ctx, { app: app.name, page: 1 });
  expect(events.map(({ type, data }) => [type, "email" in data && data.email])).toEqual([
    ["delete_collaborator", helper.email],
    ["new_collaborator", helper.email],
  ]);
});

test("a role is given, changed and told, and holds from the next request on", async () => {
  const { ctx, app } = await makeApp();
  const [helper, other] = [await makeUser(), await makeUser()];
  const asHelper = makeContext(helper);
  const own = { app: app.name, email: helper.email };
  const set = () => setVariable(asHelper, { app: app.name, name: "A", value: "1" });
  await addCollaborator(ctx, { ...own, role: "view" });
  await addCollaborator(ctx, { ...own, role: "own" });
  expect(await getApp(asHelper, { app: app.name })).toMatchObject({ role: "view", isManageable: false });
  await expect(set()).rejects.toMatchObject({
    reason: "role",
    message: expect.stringContaining(app.ownerEmail),
  });
  await changeCollaborator(ctx, { ...own, role: "operate" });
  await changeCollaborator(ctx, { ...own, role: "operate" });
  await set();
  const onOther = { app: app.name, email: other.email };
  await expect(addCollaborator(asHelper, onOther)).rejects.toMatchObject({ code: "forbidden" });
  await expect(changeCollaborator(asHelper, { ...own, role: "own" })).rejects.toMatchObject({
    code: "forbidden",
  });
  await changeCollaborator(ctx, { ...own, role: "own" });
  await addCollaborator(asHelper, onOther);
  await expect(
    changeCollaborator(ctx, { ...own, email: app.ownerEmail, role: "view" }),
  ).rejects.toMatchObject({
    reason: "collaborator",
  });
  const { events } = await listEvents(ctx, { app: app.name, page: 1 });
  expect(events.filter(({ type }) => type === "edit_collaborator")).toMatchObject([
    { data: { email: helper.email, role: "own", oldRole: "operate" } },
    { data: { email: helper.email, role: "operate", oldRole: "view" } },
  ]);
});

test("a viewer is told what happened, without what it quotes from data, and may leave", async () => {
  const { ctx, app, owner } = await makeApp();
  const helper = await makeUser();
  const asHelper = makeContext(helper);
  await addCollaborator(ctx, { app: app.name, email: helper.email, role: "view" });
  await noteEvent(
    { appId: app.id, actorId: owner.id },
    { type: "keys_deleted", data: { resourceId: "a-1", database: 0, pattern: "session:ada", keys: 1 } },
  );
  const types = async (asked: Context) => [
    ...(await listEvents(asked, { app: app.name, page: 1 })).events.map(({ type }) => type),
    ...(await listOwnEvents(asked, { page: 1 })).events.map(({ type }) => type),
  ];
  expect(await types(ctx)).toContain("keys_deleted");
  expect(await types(asHelper)).toEqual(["new_collaborator", "new_collaborator"]);
  await removeCollaborator(asHelper, { app: app.name, email: helper.email });
  await expect(getApp(asHelper, { app: app.name })).rejects.toMatchObject({ code: "not_found" });
});

test("adding a person twice, also at once, is one collaborator and one event", async () => {
  const { ctx, app } = await makeApp();
  const { email } = await makeUser();
  await Promise.all(Array.from({ length: 4 }, () => addCollaborator(ctx, { app: app.name, email })));
  expect(await listCollaborators(ctx, { app: app.name })).toHaveLength(1);
  expect((await listEvents(ctx, { app: app.name, page: 1 })).events).toHaveLength(1);
});

test("an email without account is told how to get one", async () => {
  const { ctx, app } = await makeApp();
  const refused = addCollaborator(ctx, { app: app.name, email: "nobody@example.org" });
  await expect(refused).rejects.toMatchObject({
    code: "invalid",
    reason: "no_account",
    fields: { email: [expect.stringContaining("administrator")] },
  });
});

test("the owner cannot be a collaborator of the own app", async () => {
  const { ctx, app, owner } = await makeApp();
  await expect(addCollaborator(ctx, { app: app.name, email: owner.email })).rejects.toMatchObject({
    reason: "is_owner",
  });
});

test("a collaborator neither adds nor removes others, but may leave", async () => {
  const { ctx, app } = await makeApp();
  const [helper, other] = await Promise.all([makeUser(), makeUser()]);
  const asHelper = makeContext(helper);
  await addCollaborator(ctx, { app: app.name, email: helper.email });
  await addCollaborator(ctx, { app: app.name, email: other.email });
  const onOther = { app: app.name, email: other.email };
  await expect(addCollaborator(asHelper, onOther)).rejects.toMatchObject({ code: "forbidden" });
  await expect(removeCollaborator(asHelper, onOther)).rejects.toMatchObject({ code: "forbidden" });
  await removeCollaborator(asHelper, { app: app.name, email: helper.email });
  await expect(getApp(asHelper, { app: app.name })).rejects.toMatchObject({ code: "not_found" });
});

test("an administrator chooses collaborators of any app", async () => {
  const { app } = await makeApp();
  const admin = makeContext(await makeUser({ isAdmin: true }));
  const { email } = await makeUser();
  await addCollaborator(admin, { app: app.name, email });
  expect(await listCollaborators(admin, { app: app.name })).toHaveLength(1);
});

test("removing somebody who is no collaborator is not_found", async () => {
  const { ctx, app } = await makeApp();
  const { email } = await makeUser();
  await expect(removeCollaborator(ctx, { app: app.name, email })).rejects.toMatchObject({
    reason: "collaborator",
  });
});

test("a stranger gets not_found from each of them", async () => {
  const { app } = await makeApp();
  const user = await makeUser();
  const stranger = makeContext(user);
  const input = { app: app.name, email: user.email };
  for (const attempt of [
    () => listCollaborators(stranger, { app: app.name }),
    () => addCollaborator(stranger, input),
    () => changeCollaborator(stranger, { ...input, role: "own" }),
    () => removeCollaborator(stranger, input),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: "not_found", reason: "app" });
});
