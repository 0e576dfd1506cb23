import { describe, expect, test } from "vitest";
import { makeApp, makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { DAY_MS } from "../../core/units";
import { prisma } from "../../db/client";
import { getApp } from "../apps/get-app";
import { listApps } from "../apps/list-apps";
import type { Context } from "../context";
import { listSessions } from "../people/list-sessions";
import { setVariable } from "../variables/set-variable";
import { authenticateJwt, authenticateToken } from "./authenticate";
import { createToken } from "./create-token";
import { exchangeToken, JWT_LIFETIME_MS } from "./exchange-token";
import { listTokens } from "./list-tokens";
import { revokeToken } from "./revoke-token";

withDatabase();

const INPUT = { name: "laptop", scope: "write" } as const;

/** The context of a program that shows this token. */
async function withToken(ctx: Context, token: string): Promise<Context> {
  const actor = await authenticateToken(token);
  if (!actor) throw new Error("the token does not work");
  return { ...ctx, actor };
}

describe("a token", () => {
  test("is told once, stored hashed, and listed without its text", async () => {
    const ctx = makeContext(await makeUser());
    const made = await createToken(ctx, INPUT);
    expect(made.token).toMatch(/^tk-us-[\w-]{43}$/);
    const row = await prisma().apiToken.findUniqueOrThrow({ where: { id: made.id } });
    expect(JSON.stringify(row)).not.toContain(made.token.slice(6));
    expect(await listTokens(ctx)).toEqual([
      {
        id: made.id,
        name: "laptop",
        scope: "write",
        appName: null,
        createdAt: made.createdAt,
        lastUsedAt: null,
        expiresAt: null,
      },
    ]);
  });

  test("speaks for its maker, and says when it was last used", async () => {
    const user = await makeUser();
    const ctx = makeContext(user);
    const { id, token } = await createToken(ctx, INPUT);
    expect(await authenticateToken(token)).toMatchObject({ userId: user.id, email: user.email, tokenId: id });
    expect((await listTokens(ctx))[0]?.lastUsedAt).not.toBeNull();
    const long = new Date(Date.now() - DAY_MS);
    await prisma().apiToken.update({ where: { id }, data: { lastUsedAt: long } });
    await authenticateToken(token);
    expect((await listTokens(ctx))[0]?.lastUsedAt).not.toBe(long.toISOString());
    expect(await authenticateToken(`${token}x`)).toBeNull();
    expect(await authenticateToken("")).toBeNull();
  });

  test("stops working at its end, and with it what it was exchanged for", async () => {
    const ctx = makeContext(await makeUser());
    const { id, token, expiresAt } = await createToken(ctx, { ...INPUT, days: 30 });
    expect(Date.parse(expiresAt ?? "") - Date.now()).toBeGreaterThan(29 * DAY_MS);
    const { token: jwt } = await exchangeToken(ctx.signer, await authenticateToken(token));
    await prisma().apiToken.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1) } });
    expect(await authenticateToken(token)).toBeNull();
    expect(await authenticateJwt(ctx.signer, jwt)).toBeNull();
  });

  test("stops working at once when it is revoked, and with it what it was exchanged for", async () => {
    const ctx = makeContext(await makeUser());
    const { id, token } = await createToken(ctx, INPUT);
    const { token: jwt } = await exchangeToken(ctx.signer, await authenticateToken(token));
    expect(await authenticateJwt(ctx.signer, jwt)).toMatchObject({ tokenId: id });
    await expect(revokeToken(makeContext(await makeUser()), { id })).rejects.toMatchObject({
      code: "not_found",
    });
    await revokeToken(ctx, { id });
    expect(await authenticateToken(token)).toBeNull();
    expect(await authenticateJwt(ctx.signer, jwt)).toBeNull();
    expect(await listTokens(ctx)).toEqual([]);
    await expect(revokeToken(ctx, { id })).rejects.toMatchObject({ code: "not_found" });
  });

  test("is exchanged for a JWT of one hour, at most until its own end", async () => {
    const ctx = makeContext(await makeUser());
    const { id, token } = await createToken(ctx, INPUT);
    const endOf = async () => {
      const { token: jwt } = await exchangeToken(ctx.signer, await authenticateToken(token));
      return JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString()).exp * 1_000;
    };
    expect(Math.abs((await endOf()) - Date.now() - JWT_LIFETIME_MS)).toBeLessThan(60_000);
    const soon = new Date(Date.now() + 120_000);
    await prisma().apiToken.update({ where: { id }, data: { expiresAt: soon } });
    expect(Math.abs((await endOf()) - soon.getTime())).toBeLessThanOrEqual(1_000);
    await expect(exchangeToken(ctx.signer, null)).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(exchangeToken(ctx.signer, ctx.actor)).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

describe("what a token may do", () => {
  test("one that may only read changes nothing", async () => {
    const { ctx, app } = await makeApp();
    const reader = await withToken(ctx, (await createToken(ctx, { ...INPUT, scope: "read" })).token);
    expect(await getApp(reader, { app: app.name })).toMatchObject({ name: app.name });
    const refused = { code: "forbidden", reason: "scope" };
    await expect(setVariable(reader, { app: app.name, name: "A", value: "1" })).rejects.toMatchObject(
      refused,
    );
    await expect(createToken(reader, { ...INPUT, scope: "read" })).rejects.toMatchObject(refused);
    await expect(revokeToken(reader, { id: crypto.randomUUID() })).rejects.toMatchObject(refused);
  });

  test("one for an app sees that app alone, also among those of an administrator", async () => {
    const owner = await makeUser({ isAdmin: true });
    const { ctx, app } = await makeApp({ owner });
    const { app: other } = await makeApp({ owner });
    const confined = await withToken(ctx, (await createToken(ctx, { ...INPUT, app: app.name })).token);
    expect((await listApps(confined, { q: "", page: 1 })).apps.map(({ name }) => name)).toEqual([app.name]);
    await setVariable(confined, { app: app.id, name: "A", value: "1" });
    for (const name of [other.name, other.id])
      await expect(getApp(confined, { app: name })).rejects.toMatchObject({ code: "not_found" });
    await expect(listTokens(confined)).rejects.toMatchObject({ reason: "confined_token" });
    await expect(createToken(confined, INPUT)).rejects.toMatchObject({ reason: "confined_token" });
  });

  test("without the scope admin an administrator's token is an ordinary person's", async () => {
    const { app } = await makeApp();
    const ctx = makeContext(await makeUser({ isAdmin: true }));
    const writer = await withToken(ctx, (await createToken(ctx, INPUT)).token);
    await expect(getApp(writer, { app: app.name })).rejects.toMatchObject({ code: "not_found" });
    const admin = await withToken(ctx, (await createToken(ctx, { ...INPUT, scope: "admin" })).token);
    expect(await getApp(admin, { app: app.name })).toMatchObject({ name: app.name });
    await expect(createToken(writer, { ...INPUT, scope: "admin" })).rejects.toMatchObject({
      reason: "scope",
    });
  });

  test("rights of an administrator are not given by others, and not for one app", async () => {
    const { ctx } = await makeApp();
    await expect(createToken(ctx, { ...INPUT, scope: "admin" })).rejects.toMatchObject({ code: "invalid" });
    const { ctx: adminCtx, app } = await makeApp({ owner: await makeUser({ isAdmin: true }) });
    const both = { ...INPUT, scope: "admin", app: app.name } as const;
    await expect(createToken(adminCtx, both)).rejects.toMatchObject({ code: "invalid" });
  });

  test("a token made with a token ends no later than that one", async () => {
    const ctx = makeContext(await makeUser());
    const first = await createToken(ctx, { ...INPUT, days: 30 });
    const caller = await withToken(ctx, first.token);
    for (const days of [undefined, 365] as const)
      expect((await createToken(caller, { ...INPUT, days })).expiresAt).toBe(first.expiresAt);
  });

  test("devices and passwords are no affair of tokens", async () => {
    const ctx = makeContext(await makeUser({ isAdmin: true }));
    const admin = await withToken(ctx, (await createToken(ctx, { ...INPUT, scope: "admin" })).token);
    await expect(listSessions(admin)).rejects.toMatchObject({ reason: "browser_only" });
  });
});

test("somebody else's app is not there to make a token for", async () => {
  const { app } = await makeApp();
  const ctx = makeContext(await makeUser());
  await expect(createToken(ctx, { ...INPUT, app: app.name })).rejects.toMatchObject({ code: "not_found" });
});

test("an account has at most 100 tokens", async () => {
  const user = await makeUser();
  const ctx = makeContext(user);
  const rows = Array.from({ length: 100 }, (_, index) => ({
    userId: user.id,
    name: "x",
    tokenHash: `${user.id}-${index}`,
    scope: "read" as const,
  }));
  await prisma().apiToken.createMany({ data: rows });
  await expect(createToken(ctx, INPUT)).rejects.toMatchObject({
    code: "conflict",
    reason: "too_many_tokens",
  });
});
