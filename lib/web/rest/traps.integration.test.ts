import { expect, test } from "vitest";
import { z } from "zod";
import { withApi } from "@/tests/api";
import { EVENT_EXAMPLES } from "@/tests/events";
import { makeAddon, makeApp, makeUser } from "@/tests/factories";
import { toApiEvent } from "../../contract/api/events";
import { config } from "../../runtime/config";

// Each of these breaks a client of the reference platform: it stops with a fault of its own, or shows nothing.

const api = withApi();
const BASIC = (token: string) => ({
  authorization: `Basic ${Buffer.from(`:${token}`).toString("base64")}`,
});

async function world(changes: Parameters<typeof makeApp>[0] = {}) {
  const { owner, app } = await makeApp(changes);
  const addon = await makeAddon(api.contextFor(owner), app);
  const { jwt, token } = await api.tokenFor(owner);
  const call = (method: string, path: string, body?: unknown) =>
    api.call(method, path, { token: jwt, ...(body !== undefined && { body }) });
  return { owner, app, addon, token, jwt, call, path: `/v1/apps/${app.name}` };
}

test("a JWT says in a number when it ends", async () => {
  const { jwt } = await world();
  const claims: unknown = JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString());
  expect(claims).toMatchObject({ exp: expect.any(Number) });
});

test("the list of regions is never empty", async () => {
  const { call } = await world();
  expect((await call("GET", "/v1/regions")).body).toMatchObject({ regions: [{ default: true }] });
});

test("no region is told by the name localhost", async () => {
  const { jwt } = await world();
  for (const host of ["localhost", "localhost:3000"]) {
    const { body } = await api.call("GET", "/v1/regions", { token: jwt, headers: { host } });
    const { regions } = z.object({ regions: z.array(z.record(z.string(), z.unknown())) }).parse(body);
    for (const name of ["api", "database_api", "ssh"]) expect(regions[0]?.[name]).not.toContain("localhost");
  }
});

test("an exchange is 200, an addition 201, a restart 202, a removal 204", async () => {
  const { token, call, path, addon } = await world({ source: "image", image: "team/web:1" });
  const body = { addon: { addon_provider_id: "redis", plan_id: "free", options: null } };
  const exchange = await api.call("POST", "/v1/tokens/exchange", { headers: BASIC(token), body: {} });
  expect(exchange.status).toBe(200);
  expect((await call("POST", `${path}/addons`, body)).status).toBe(201);
  expect((await call("POST", `${path}/restart`, { scope: [] })).status).toBe(202);
  expect((await call("DELETE", `${path}/addons/${addon.id}`)).status).toBe(204);
});

test("every refusal is JSON, whatever was asked for", async () => {
  const { call, path, jwt } = await world();
  const answers = [
    await call("GET", "/v1/no-such-route"),
    await call("GET", "/v1"),
    await call("GET", "/api/no-such-route"),
    await call("PUT", path, {}),
    await call("POST", `${path}/variables`, "{ this is no JSON"),
    await call("POST", `${path}/variables`, {}),
    await call("GET", "/v1/apps/nobodys-app"),
    await call("GET", "/v1/apps/%00"),
    await call("GET", "/v1/apps/%zz"),
    await api.call("GET", path),
    await api.call("GET", path, { token: `${jwt}x` }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([
    404, 404, 404, 405, 400, 422, 404, 404, 404, 401, 401,
  ]);
  for (const { headers, body } of answers) {
    expect(headers.get("content-type")).toMatch(/^application\/json/);
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(body).toMatchObject({ error: expect.any(String), code: expect.any(String) });
  }
  expect(answers[3]?.headers.get("allow")).toBe("GET, DELETE, PATCH");
});

test("a 422 has errors by field, also when the whole is wrong", async () => {
  const { call, path } = await world();
  const restart = await call("POST", `${path}/restart`, {});
  expect(restart).toMatchObject({ status: 422, body: { errors: { base: [expect.any(String)] } } });
  const variable = await call("POST", `${path}/variables`, { variable: { name: "A", value: "\0" } });
  expect(variable).toMatchObject({ status: 422, body: { errors: { base: [expect.any(String)] } } });
});

test("a 404 names what is not there", async () => {
  const { call, path } = await world();
  expect((await call("GET", `${path}/addons/ad-bad`)).body).toMatchObject({ resource: "addon" });
  expect((await call("GET", "/v1/apps/nobodys-app")).body).toMatchObject({ resource: "app" });
});

test("names of variables are called variables", async () => {
  const { call, path, addon } = await world();
  const body = { addon: { addon_provider_id: "redis", plan_id: "free", options: null } };
  const answer = (await call("POST", `${path}/addons`, body)).body;
  const change = { addon: { plan_id: "512m" } };
  for (const told of [answer, (await call("PATCH", `${path}/addons/${addon.id}`, change)).body]) {
    expect(told).toHaveProperty("variables");
    expect(told).not.toHaveProperty("vars");
  }
});

test("an addon's id begins with ad-, and its provider has the name and id that are looked for", async () => {
  const { call, path, addon } = await world();
  expect((await call("GET", `${path}/addons/${addon.id}`)).body).toMatchObject({
    addon: { id: expect.stringMatching(/^ad-/), addon_provider: { id: "redis", name: "Redis® OSS" } },
  });
});

test("nobody is an administrator by their flags, not even one", async () => {
  const { jwt } = await api.tokenFor(await makeUser({ isAdmin: true }), { scope: "admin" });
  const { body } = await api.call("GET", "/v1/users/self", { token: jwt });
  expect(body).toMatchObject({ user: { flags: {} } });
  expect(JSON.stringify(body)).not.toContain('admin":');
});

test("a question mark with nothing behind it, and a body on what needs none, change nothing", async () => {
  const { call, path, addon } = await world();
  for (const place of [`${path}?`, `${path}/addons?`, `/api/databases/${addon.id}?`, "/v1/addon_providers?"])
    expect((await call("GET", place)).status, place).toBe(200);
  expect((await call("POST", `${path}/addons/${addon.id}/token`, {})).status).toBe(200);
  expect((await call("POST", `${path}/addons/${addon.id}/token`)).status).toBe(200);
  expect((await call("DELETE", `${path}/addons/${addon.id}?`)).status).toBe(204);
});

test("the standing limit leaves room for ten calls a second, each with its call for an addon token", () => {
  expect(config().BERTH_API_REQUESTS_PER_MINUTE).toBeGreaterThanOrEqual(10 * 2 * 60);
});

test("no event tells of an updated addon without both of its statuses", () => {
  const event = {
    id: "1",
    appId: "2",
    appName: "my-app",
    actorId: null,
    actorEmail: null,
    createdAt: new Date(0).toISOString(),
    operationId: null,
  };
  for (const detail of EVENT_EXAMPLES) {
    const shown = toApiEvent({ ...event, ...detail });
    expect(shown.type).not.toBe("addon_updated");
    expect(shown.user).toEqual({ id: "berth", username: "berth", email: "" });
  }
});
