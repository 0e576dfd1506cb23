import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { AcceptInvitationInput, InviteUserInput } from "../../contract/people";
import { prisma } from "../../db/client";
import { findPasswordHash, findUserByEmail } from "../../db/users";
import type { Context } from "../context";
import { acceptInvitation } from "./accept-invitation";
import { changePassword } from "./change-password";
import { createSetupLink } from "./create-setup-link";
import { createUser } from "./create-user";
import { findInvitation } from "./find-invitation";
import { inviteUser } from "./invite-user";
import { listInvitations } from "./list-invitations";
import { listSessions } from "./list-sessions";
import { listUsers } from "./list-users";
import { noteSessionUse } from "./note-session-use";
import { isPassword } from "./passwords";
import { revokeInvitation } from "./revoke-invitation";
import { revokeSession } from "./revoke-session";

withDatabase();

const PASSWORD = "correct horse battery";
const email = (): string => `${randomUUID().slice(0, 8)}@example.org`;
const person = (changes: object) =>
  AcceptInvitationInput.parse({ token: "x", email: email(), name: "Ada", password: PASSWORD, ...changes });
const admin = async () => makeContext(await makeUser({ isAdmin: true }));
const tokenOf = (path: string): string => path.split(/[/=]/).at(-1) ?? "";

describe("the set-up link", () => {
  // These run first: they need a Berth without an administrator.
  test("makes the first administrator; a newer link replaces an older one", async () => {
    const older = await createSetupLink();
    const newer = await createSetupLink();
    expect(newer).toMatch(/^\/setup\?token=[\w-]{43}$/);
    expect(await findInvitation({ token: tokenOf(older ?? "") })).toBeNull();
    expect(await findInvitation({ token: tokenOf(newer ?? "") })).toMatchObject({
      email: null,
      isAdmin: true,
      isSetup: true,
    });
    const input = person({ token: tokenOf(newer ?? "") });
    const both = await Promise.allSettled([
      acceptInvitation(input),
      acceptInvitation({ ...input, email: email() }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await prisma().user.count({ where: { isAdmin: true } })).toBe(1);
  });

  test("is made no more once there is an administrator", async () => {
    expect(await createSetupLink()).toBeNull();
  });

  test("that is still open makes none when there came to be an administrator by other ways", async () => {
    await prisma().user.updateMany({ data: { isAdmin: false } });
    const path = await createSetupLink();
    await makeUser({ isAdmin: true });
    await expect(acceptInvitation(person({ token: tokenOf(path ?? "") }))).rejects.toMatchObject({
      code: "conflict",
      reason: "already_set_up",
    });
  });
});

describe("invitations", () => {
  const invite = async (ctx: Context, changes: object = {}) =>
    inviteUser(ctx, InviteUserInput.parse({ email: email(), ...changes }));

  test("an invited person gets an account to sign in with, once", async () => {
    const ctx = await admin();
    const link = await invite(ctx, { isAdmin: "on" });
    expect(link.path).toMatch(/^\/invitations\/[\w-]{43}$/);
    expect(await listInvitations(ctx)).toMatchObject([{ email: link.email, isAdmin: true }]);
    const token = tokenOf(link.path);
    expect(await findInvitation({ token })).toMatchObject({
      email: link.email,
      isSetup: false,
      isAdmin: true,
    });
    const user = await acceptInvitation(person({ token, email: link.email.toUpperCase() }));
    expect(user).toMatchObject({ email: link.email, isAdmin: true, name: "Ada" });
    const row = await findUserByEmail(link.email);
    expect(await isPassword(PASSWORD, (await findPasswordHash(row?.id ?? "")) ?? "")).toBe(true);
    expect(await findInvitation({ token })).toBeNull();
    expect(await listInvitations(ctx)).toEqual([]);
    await expect(acceptInvitation(person({ token, email: link.email }))).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("of five who use one link at once, one gets the account", async () => {
    const link = await invite(await admin());
    const input = person({ token: tokenOf(link.path), email: link.email });
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => acceptInvitation(input)));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("the token is not in the records", async () => {
    const link = await invite(await admin());
    const rows = await prisma().invitation.findMany({ where: { email: link.email } });
    expect(JSON.stringify(rows)).not.toContain(tokenOf(link.path));
  });

  test("a link is for one email", async () => {
    const link = await invite(await admin());
    await expect(acceptInvitation(person({ token: tokenOf(link.path) }))).rejects.toMatchObject({
      code: "invalid",
      reason: "other_email",
    });
    expect(await findInvitation({ token: tokenOf(link.path) })).not.toBeNull();
  });

  test("a second invitation of the same email replaces the first", async () => {
    const ctx = await admin();
    const first = await invite(ctx);
    await invite(ctx, { email: first.email });
    expect(await findInvitation({ token: tokenOf(first.path) })).toBeNull();
  });

  test("a link works for seven days", async () => {
    const link = await invite(await admin());
    const days = (Date.parse(link.expiresAt) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.99);
    expect(days).toBeLessThanOrEqual(7);
    await prisma().invitation.updateMany({ where: { email: link.email }, data: { expiresAt: new Date() } });
    expect(await findInvitation({ token: tokenOf(link.path) })).toBeNull();
    const input = person({ token: tokenOf(link.path), email: link.email });
    await expect(acceptInvitation(input)).rejects.toMatchObject({ code: "not_found" });
  });

  test("a revoked link works no more, and can be revoked once", async () => {
    const ctx = await admin();
    const link = await invite(ctx);
    const [pending] = (await listInvitations(ctx)).filter((row) => row.email === link.email);
    const input = { id: pending?.id ?? "" };
    await revokeInvitation(ctx, input);
    expect(await findInvitation({ token: tokenOf(link.path) })).toBeNull();
    await expect(revokeInvitation(ctx, input)).rejects.toMatchObject({ code: "not_found" });
  });

  test("an email that has an account is not invited", async () => {
    const user = await makeUser();
    await expect(invite(await admin(), { email: user.email })).rejects.toMatchObject({
      code: "conflict",
      fields: { email: [expect.any(String)] },
    });
  });

  test("nobody but administrators invites, lists or revokes", async () => {
    const ctx = makeContext(await makeUser());
    for (const attempt of [
      () => invite(ctx),
      () => listInvitations(ctx),
      () => listUsers(ctx),
      () => revokeInvitation(ctx, { id: randomUUID() }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "forbidden" });
  });
});

test("an operator makes an account; its email is taken then", async () => {
  const input = { email: email(), name: "Grace", password: PASSWORD, isAdmin: true };
  expect(await createUser(input)).toMatchObject({ email: input.email, isAdmin: true });
  expect((await listUsers(await admin())).map((user) => user.email)).toContain(input.email);
  await expect(createUser(input)).rejects.toMatchObject({ code: "conflict", reason: "email_taken" });
});

describe("sessions", () => {
  const makeSession = async (userId: string, changes: { expiresAt?: Date; updatedAt?: Date } = {}) => {
    const id = randomUUID();
    const expiresAt = new Date(Date.now() + 60_000);
    await prisma().session.create({ data: { id, token: id, userId, expiresAt, ...changes } });
    return id;
  };

  test("one sees one's own that have not ended, and which is the current one", async () => {
    const user = await makeUser();
    const id = await makeSession(user.id);
    await makeSession(user.id, { expiresAt: new Date(0) });
    await makeSession((await makeUser()).id);
    const sessions = await listSessions(makeContext(user, { sessionId: id }));
    expect(sessions).toMatchObject([{ id, isCurrent: true }]);
  });

  test("one ends one's own sessions, and nobody else's", async () => {
    const user = await makeUser();
    const id = await makeSession(user.id);
    const stranger = makeContext(await makeUser());
    await expect(revokeSession(stranger, { id })).rejects.toMatchObject({ code: "not_found" });
    await revokeSession(makeContext(user), { id });
    expect(await listSessions(makeContext(user))).toEqual([]);
  });

  test("the last use is noted at most every five minutes", async () => {
    const user = await makeUser();
    const fresh = new Date(Date.now() - 4 * 60_000);
    const old = new Date(Date.now() - 6 * 60_000);
    for (const lastUsedAt of [fresh, old])
      await noteSessionUse({ sessionId: await makeSession(user.id, { updatedAt: lastUsedAt }), lastUsedAt });
    const rows = await prisma().session.findMany({
      where: { userId: user.id },
      orderBy: { updatedAt: "asc" },
    });
    expect(rows[0]?.updatedAt).toEqual(fresh);
    expect(rows[1]?.updatedAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
  });

  test("a changed password ends every other session", async () => {
    const { email: address } = await createUser({
      email: email(),
      name: "A",
      password: PASSWORD,
      isAdmin: false,
    });
    const user = await findUserByEmail(address);
    if (!user) throw new Error("no user");
    const [kept] = await Promise.all([makeSession(user.id), makeSession(user.id)]);
    const ctx = makeContext(user, { sessionId: kept });
    const newPassword = "another fine password";
    await expect(changePassword(ctx, { currentPassword: "wrong", newPassword })).rejects.toMatchObject({
      code: "invalid",
      fields: { currentPassword: [expect.any(String)] },
    });
    await changePassword(ctx, { currentPassword: PASSWORD, newPassword });
    expect((await listSessions(ctx)).map(({ id }) => id)).toEqual([kept]);
    expect(await isPassword(newPassword, (await findPasswordHash(user.id)) ?? "")).toBe(true);
  });

  test("a password cannot be guessed by trying to change it", async () => {
    const { email: address } = await createUser({
      email: email(),
      name: "A",
      password: PASSWORD,
      isAdmin: false,
    });
    const user = await findUserByEmail(address);
    if (!user) throw new Error("no user");
    const ctx = makeContext(user);
    const input = { currentPassword: "wrong", newPassword: PASSWORD };
    for (let tries = 0; tries < 10; tries += 1)
      await expect(changePassword(ctx, input)).rejects.toMatchObject({ code: "invalid" });
    await expect(changePassword(ctx, input)).rejects.toMatchObject({ code: "limit_exceeded" });
  });
});
