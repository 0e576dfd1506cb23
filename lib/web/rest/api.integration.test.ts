import { X509Certificate } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { withApi } from "@/tests/api";
import { makeAddon, makeApp, makeUser } from "@/tests/factories";
import { prisma } from "../../db/client";

const LIMIT = 20;
const api = withApi({ requestsPerMinute: LIMIT });

async function world() {
  const { owner, app } = await makeApp();
  const { id, jwt, token } = await api.tokenFor(owner);
  return { owner, app, id, jwt, token, path: `/v1/apps/${app.name}` };
}

test("an answer over HTTP has the words of its status, and says that it is neither page nor kept", async () => {
  const answer = await fetch(`${api.url()}/v1/users/self`);
  expect([answer.status, answer.statusText]).toEqual([401, "Unauthorized"]);
  expect(await answer.json()).toMatchObject({ code: "no_token" });
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "cache-control": "no-store",
    "content-type": expect.stringMatching(/^application\/json/),
    "x-content-type-options": "nosniff",
  });
});

test.each(["/v1/ca_certificate", "/api/ca_certificate"])("%s is a PEM file for everybody", async (path) => {
  const { status, headers, body } = await api.call("GET", path);
  expect({ status, type: headers.get("content-type") }).toEqual({
    status: 200,
    type: "application/x-pem-file",
  });
  expect(headers.get("content-disposition")).toBe('attachment; filename="berth-ca.pem"');
  expect(new X509Certificate(String(body)).ca).toBe(true);
});

describe("the limit of a token", () => {
  test("is told with every answer, and one that is over it has to wait", async () => {
    const { jwt, owner } = await world();
    const ask = () => api.call("GET", "/v1/users/self", { token: jwt });
    const first = await ask();
    expect(first.headers.get("ratelimit-limit")).toBe(String(LIMIT));
    expect(first.headers.get("ratelimit-remaining")).toBe(String(LIMIT - 1));
    for (let more = 1; more < LIMIT; more += 1) expect((await ask()).status).toBe(200);
    const refused = await ask();
    expect(refused).toMatchObject({ status: 429, body: { code: "rate_limit", error: expect.any(String) } });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused.headers.get("ratelimit-remaining")).toBe("0");

    const other = await api.tokenFor(owner);
    expect((await api.call("GET", "/v1/users/self", { token: other.jwt })).status).toBe(200);
  });

  test("begins anew after a minute", async () => {
    const { jwt } = await world();
    const ask = () => api.call("GET", "/v1/users/self", { token: jwt });
    for (let more = 0; more < LIMIT; more += 1) await ask();
    expect((await ask()).status).toBe(429);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 61_000 });
    const later = await ask().finally(() => vi.useRealTimers());
    expect(later.status).toBe(200);
  });
});

describe("an Idempotency-Key", () => {
  const addon = { addon_provider_id: "redis", plan_id: "free", options: null };

  test("makes the same request do its work once, and answer the same", async () => {
    const { jwt, path } = await world();
    const post = (key: string, body: unknown = { addon }) =>
      api.call("POST", `${path}/addons`, { token: jwt, body, headers: { "idempotency-key": key } });
    const first = await post("one");
    const again = await post("one");
    expect(first.status).toBe(201);
    expect({ status: again.status, body: again.body }).toEqual({ status: 201, body: first.body });
    expect(again.headers.get("location")).toBe(first.headers.get("location"));
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    const { body } = await api.call("GET", `${path}/addons`, { token: jwt });
    expect(z.object({ addons: z.array(z.unknown()) }).parse(body).addons).toHaveLength(1);

    expect(await post("one", { addon: { ...addon, plan_id: "1g" } })).toMatchObject({
      status: 409,
      body: { code: "idempotency_key_used" },
    });
    expect((await post("two")).status).toBe(201);
    expect((await post("x".repeat(256))).status).toBe(400);
  });

  test("deploys once, however often the same change is sent", async () => {
    const owner = await makeUser();
    const { app } = await makeApp({ owner, source: "image", image: "team/web:1" });
    const { jwt } = await api.tokenFor(owner);
    const headers = { "idempotency-key": "deploy-2" };
    const patch = (image: string) =>
      api.call("PATCH", `/v1/apps/${app.name}`, { token: jwt, body: { app: { image } }, headers });
    const [first, again] = [await patch("team/web:2"), await patch("team/web:2")];
    expect(first.status).toBe(202);
    expect({ status: again.status, body: again.body }).toEqual({ status: 202, body: first.body });
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await patch("team/web:3")).toMatchObject({ status: 409, body: { code: "idempotency_key_used" } });
  });

  test("of somebody else is another one", async () => {
    const one = await world();
    const two = await world();
    for (const { jwt, path } of [one, two]) {
      const headers = { "idempotency-key": "shared" };
      expect(
        (await api.call("POST", `${path}/addons`, { token: jwt, body: { addon }, headers })).status,
      ).toBe(201);
    }
  });

  test("two at once do the work once", async () => {
    const { jwt, path } = await world();
    const headers = { "idempotency-key": "race" };
    const post = () => api.call("POST", `${path}/addons`, { token: jwt, body: { addon }, headers });
    const statuses = (await Promise.all([post(), post(), post()])).map(({ status }) => status);
    expect(statuses.toSorted()[0]).toBe(201);
    for (const status of statuses) expect([201, 409]).toContain(status);
    const { body } = await api.call("GET", `${path}/addons`, { token: jwt });
    expect(z.object({ addons: z.array(z.unknown()) }).parse(body).addons).toHaveLength(1);
  });

  test("of a refused request may be used again", async () => {
    const { jwt, path } = await world();
    const headers = { "idempotency-key": "mended" };
    const post = (plan_id: string) =>
      api.call("POST", `${path}/addons`, { token: jwt, body: { addon: { ...addon, plan_id } }, headers });
    expect((await post("9t")).status).toBe(422);
    expect((await post("free")).status).toBe(201);
  });

  test("keeps an answer with a secret only encrypted", async () => {
    const { jwt } = await world();
    const headers = { "idempotency-key": "secret" };
    const post = () => api.call("POST", "/v1/tokens", { token: jwt, body: { name: "x" }, headers });
    const shown = z.object({ token: z.object({ token: z.string() }) }).parse((await post()).body);
    const rows = await prisma().idempotencyKey.findMany();
    expect(JSON.stringify(rows)).not.toContain(shown.token.token);
  });
});

describe("who calls", () => {
  test("may also show the token itself with every request", async () => {
    const { token, owner } = await world();
    const authorization = `Basic ${Buffer.from(`:${token}`).toString("base64")}`;
    const answer = await api.call("GET", "/v1/users/self", { headers: { authorization } });
    expect(answer).toMatchObject({ status: 200, body: { user: { email: owner.email } } });
  });

  test.each([
    "Bearer",
    "Bearer ",
    "Bearer a.b.c",
    "Basic",
    "Basic !!!",
    "Basic bm8tY29sb24=",
    "Digest x",
    "",
  ])("is nobody with %j", async (authorization) => {
    const answer = await api.call("GET", "/v1/users/self", { headers: { authorization } });
    expect(answer).toMatchObject({ status: 401, body: { code: "no_token" } });
    expect(answer.headers.get("www-authenticate")).toContain("Bearer");
  });
});

test("a body of more than 4 MiB is refused before it is read to its end", async () => {
  const { jwt, path } = await world();
  const body = JSON.stringify({ variable: { name: "A", value: "x".repeat(5 * 1024 * 1024) } });
  const answer = await api.call("POST", `${path}/variables`, { token: jwt, body });
  expect(answer).toMatchObject({ status: 400, body: { code: "not_json" } });
});

test("HEAD answers as GET does, without a body", async () => {
  const { jwt, path } = await world();
  expect(await api.call("HEAD", path, { token: jwt })).toMatchObject({ status: 200, body: null });
});

test("an engine that does not answer is 503, and an unknown fault tells nothing", async () => {
  const { owner, app } = await makeApp({ source: "image", image: "team/web:1" });
  const { jwt } = await api.tokenFor(owner);
  const ask = () => api.call("GET", `/v1/apps/${app.name}/ps`, { token: jwt });
  api.engine.setReachable(false);
  const away = await ask();
  api.engine.setReachable(true);
  expect(away).toMatchObject({ status: 503, body: { code: "engine_unreachable" } });
  api.engine.failNext("listTasks", new Error("secret detail"));
  const broken = await ask();
  expect(broken).toMatchObject({ status: 500, body: { code: "internal" } });
  expect(JSON.stringify(broken.body)).toContain(broken.headers.get("x-request-id"));
  expect(JSON.stringify(broken.body)).not.toContain("secret detail");
});

test("an addon token made by a revoked token opens nothing any more", async () => {
  const { owner, app, id, jwt } = await world();
  const addon = await makeAddon(api.contextFor(owner), app);
  const made = await api.call("POST", `/v1/apps/${app.name}/addons/redis/token`, { token: jwt, body: {} });
  const { token } = z.object({ addon: z.object({ token: z.string() }) }).parse(made.body).addon;
  const ask = () => api.call("GET", `/api/databases/${addon.id}`, { token });
  expect((await ask()).status).toBe(200);
  const second = await api.tokenFor(owner);
  expect((await api.call("DELETE", `/v1/tokens/${id}`, { token: second.jwt })).status).toBe(204);
  expect((await ask()).status).toBe(401);
});

test("an administrator sees all apps with the scope admin only", async () => {
  const { path } = await world();
  const admin = await makeUser({ isAdmin: true });
  const [write, full] = [await api.tokenFor(admin), await api.tokenFor(admin, { scope: "admin" })];
  expect((await api.call("GET", path, { token: write.jwt })).status).toBe(404);
  expect((await api.call("GET", path, { token: full.jwt })).status).toBe(200);
});
