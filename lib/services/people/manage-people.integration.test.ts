import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { makeApp, makeContext, makeSshKey, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { type ChangePersonInput, RemovePersonInput } from "../../contract/people";
import { findApp } from "../../db/apps";
import { prisma } from "../../db/client";
import { findSshKeyOwner, insertSshKey } from "../../db/ssh-keys";
import { findPasswordHash, findUserByEmail, type UserRow } from "../../db/users";
import { addCollaborator } from "../collaborators/add-collaborator";
import type { Context } from "../context";
import { authenticateToken } from "../tokens/authenticate";
import { createToken } from "../tokens/create-token";
import { acceptInvitation } from "./accept-invitation";
import { changePerson, changePersonAs } from "./change-person";
import { checkCredentials } from "./check-credentials";
import { createPasswordLink } from "./create-password-link";
import { createUser } from "./create-user";
import { findInvitation } from "./find-invitation";
import { inviteUser } from "./invite-user";
import { listPersonEvents } from "./list-person-events";
import { listUsers } from "./list-users";
import { isPassword } from "./passwords";
import { removePerson } from "./remove-person";
import { setPasswordByLink } from "./set-password-by-link";

withDatabase();

const PASSWORD = "correct horse battery";
let admin: UserRow;
let ctx: Context;
beforeEach(async () => {
  // Each test has one administrator.
  await prisma().user.updateMany({ data: { isAdmin: false } });
  admin = await makeUser({ isAdmin: true });
  ctx = makeContext(admin);
});

const change = (id: string, what: ChangePersonInput["change"], by = ctx) =>
  changePerson(by, { id, change: what });
const remove = (id: string, heir?: string) => removePerson(ctx, RemovePersonInput.parse({ id, heir }));
const tokenOf = (path: string): string => path.split("/").at(-1) ?? "";

/** A session, a token and a key of the person, and how many of each open something. */
async function makeAccess(user: UserRow) {
  const { id: userId } = user;
  const expiresAt = new Date(Date.now() + 60_000);
  await prisma().session.create({ data: { id: randomUUID(), token: randomUUID(), userId, expiresAt } });
  const { token } = await createToken(makeContext(user), { name: "x", scope: "write" });
  const publicKey = makeSshKey();
  await insertSshKey({ userId, name: "x", publicKey, fingerprint: randomUUID() });
  return async () => ({
    sessions: await prisma().session.count({ where: { userId } }),
    token: (await authenticateToken(token)) !== null,
    key: (await findSshKeyOwner(publicKey)) !== null,
  });
}

describe("a disabled account", () => {
  test("has no session, and its tokens and keys open nothing until it is enabled", async () => {
    const user = await makeUser();
    const access = await makeAccess(user);
    expect(await access()).toEqual({ sessions: 1, token: true, key: true });
    await change(user.id, "disable");
    expect(await access()).toEqual({ sessions: 0, token: false, key: false });
    expect((await listUsers(ctx)).find(({ id }) => id === user.id)).toMatchObject({ isDisabled: true });
    await change(user.id, "enable");
    expect(await access()).toEqual({ sessions: 0, token: true, key: true });
  });

  test("is told so after the right password only", async () => {
    const email = `${randomUUID().slice(0, 8)}@example.org`;
    await createUser({ email, name: "Ada", password: PASSWORD, isAdmin: false });
    const { id } = (await findUserByEmail(email)) ?? { id: "" };
    await change(id, "disable");
    const attempt = { email, addressGroup: randomUUID() };
    await expect(checkCredentials({ ...attempt, password: "another one" })).rejects.toMatchObject({
      code: "unauthenticated",
    });
    await expect(checkCredentials({ ...attempt, password: PASSWORD })).rejects.toMatchObject({
      code: "forbidden",
      reason: "account_disabled",
    });
  });

  test("cannot come back by an invitation that it has made", async () => {
    const other = await makeUser({ isAdmin: true });
    const { path } = await inviteUser(makeContext(other), {
      email: `${randomUUID()}@example.org`,
      isAdmin: true,
    });
    await change(other.id, "disable");
    expect(await findInvitation({ token: tokenOf(path) })).toBeNull();
  });
});

describe("administrators", () => {
  test("are made and unmade", async () => {
    const user = await makeUser();
    await change(user.id, "promote");
    expect(await findUserByEmail(user.email)).toMatchObject({ isAdmin: true });
    await change(user.id, "demote");
    expect(await findUserByEmail(user.email)).toMatchObject({ isAdmin: false });
  });

  test("lock neither themselves out, nor may the operator the last one", async () => {
    for (const what of ["disable", "demote"] as const) {
      await expect(change(admin.id, what)).rejects.toMatchObject({ code: "conflict", reason: "own_account" });
      await expect(changePersonAs(null, { id: admin.id, change: what })).rejects.toMatchObject({
        code: "conflict",
        reason: "last_administrator",
      });
    }
    await expect(remove(admin.id)).rejects.toMatchObject({ reason: "own_account" });
  });

  test("who unmake each other at once leave one of them", async () => {
    const other = await makeUser({ isAdmin: true });
    const both = await Promise.allSettled([
      change(other.id, "demote"),
      change(admin.id, "demote", makeContext(other)),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await prisma().user.count({ where: { isAdmin: true } })).toBe(1);
  });

  test("alone may do any of it", async () => {
    const { id } = await makeUser();
    const stranger = makeContext(await makeUser());
    const refused = { code: "forbidden", reason: "administrators_only" };
    await expect(change(id, "disable", stranger)).rejects.toMatchObject(refused);
    await expect(removePerson(stranger, { id })).rejects.toMatchObject(refused);
    await expect(createPasswordLink(stranger, { id })).rejects.toMatchObject(refused);
    await expect(listPersonEvents(stranger)).rejects.toMatchObject(refused);
  });

  test("end the sessions of a person, whose tokens go on", async () => {
    const user = await makeUser();
    const access = await makeAccess(user);
    await change(user.id, "end-sessions");
    expect(await access()).toEqual({ sessions: 0, token: true, key: true });
  });

  test("are told of an account that there is not", async () => {
    await expect(change("nobody", "disable")).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a removed account", () => {
  test("has nothing to sign in with and works on no app; its email can be invited again", async () => {
    const user = await makeUser();
    const access = await makeAccess(user);
    const { ctx: owner, app } = await makeApp();
    await addCollaborator(owner, { app: app.name, email: user.email });
    await remove(user.id);
    expect(await access()).toEqual({ sessions: 0, token: false, key: false });
    expect(await findUserByEmail(user.email)).toBeNull();
    expect(await findPasswordHash(user.id)).toBeNull();
    await expect(remove(user.id)).rejects.toMatchObject({ code: "not_found" });

    const { path } = await inviteUser(ctx, { email: user.email, isAdmin: false });
    await acceptInvitation({ token: tokenOf(path), email: user.email, name: "Again", password: PASSWORD });
    const again = await findUserByEmail(user.email);
    expect(again).toMatchObject({ id: user.id, name: "Again", isAdmin: false });
    expect(await isPassword(PASSWORD, (await findPasswordHash(user.id)) ?? "")).toBe(true);
    expect(await findApp(makeContext(again ?? user).actor, app.name)).toBeNull();
  });

  test("leaves its apps to an heir, or stays", async () => {
    const { owner, app } = await makeApp();
    const heir = await makeUser();
    await addCollaborator(makeContext(owner), { app: app.name, email: heir.email });
    await expect(remove(owner.id)).rejects.toMatchObject({
      code: "conflict",
      reason: "owns_apps",
      message: expect.stringContaining(app.name),
    });
    for (const nobody of [owner.email, "nobody@example.org"])
      await expect(remove(owner.id, nobody)).rejects.toMatchObject({ code: "invalid", reason: "no_heir" });
    await remove(owner.id, heir.email);
    expect(await findApp(makeContext(heir).actor, app.name)).toMatchObject({ ownerId: heir.id });
    expect(await prisma().collaborator.count({ where: { appId: app.id } })).toBe(0);
    expect(await listPersonEvents(ctx)).toContainEqual(
      expect.objectContaining({
        kind: "remove",
        email: owner.email,
        actorEmail: admin.email,
        detail: heir.email,
      }),
    );
  });
});

describe("a password link", () => {
  test("sets a password once, ends the sessions, and makes no account", async () => {
    const user = await makeUser();
    const access = await makeAccess(user);
    const earlier = await createPasswordLink(ctx, { id: user.id });
    const link = await createPasswordLink(ctx, { id: user.id });
    expect(await findInvitation({ token: tokenOf(earlier.path) })).toBeNull();
    const token = tokenOf(link.path);
    expect(await findInvitation({ token })).toMatchObject({ isForPassword: true, isSetup: false });
    await expect(
      acceptInvitation({ token, email: user.email, name: "Ada", password: PASSWORD }),
    ).rejects.toMatchObject({ code: "not_found" });
    expect(await setPasswordByLink({ token, password: PASSWORD })).toBe(user.email);
    expect(await isPassword(PASSWORD, (await findPasswordHash(user.id)) ?? "")).toBe(true);
    expect(await access()).toMatchObject({ sessions: 0, token: true });
    await expect(setPasswordByLink({ token, password: PASSWORD })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("of an invitation sets no password", async () => {
    const { path } = await inviteUser(ctx, { email: `${randomUUID()}@example.org`, isAdmin: false });
    await expect(setPasswordByLink({ token: tokenOf(path), password: PASSWORD })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("is not for one's own account", async () => {
    await expect(createPasswordLink(ctx, { id: admin.id })).rejects.toMatchObject({ reason: "own_account" });
  });
});
