import { describe, expect, test } from "vitest";
import { z } from "zod";
import { makeApp, makeSshKey, makeUser } from "@/tests/factories";
import { bodyOf, withRows } from "@/tests/rows";
import { platform } from "../../runtime/container";
import { createUser } from "../../services/people/create-user";
import { applyAppService } from "../../workflows/parts/app-service";

// One test for each row of the reference's tables of calls, with its exact status and what its clients read.

const { api, world } = withRows();

describe("signing in", () => {
  const basic = (user: string, password: string) => ({
    headers: { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` },
  });

  test("a token is exchanged, with exactly 200, for three segments that say when they end", async () => {
    const { token } = await world();
    const answer = await api.call("POST", "/v1/tokens/exchange", { ...basic("", token), body: {} });
    const { token: jwt } = z.object({ token: z.string() }).parse(bodyOf("exchangeToken", answer));
    const [head = "", claims = "", signature = ""] = jwt.split(".");
    const read = (part: string): unknown => JSON.parse(Buffer.from(part, "base64url").toString());
    expect(read(head)).toMatchObject({ alg: "HS256" });
    expect(read(claims)).toMatchObject({ exp: expect.any(Number) });
    expect(signature).toMatch(/^[\w-]+$/);
    expect((await api.call("GET", "/v1/users/self", { token: jwt })).status).toBe(200);
  });

  test("a bad token, or a JWT in place of one, is 401 in JSON", async () => {
    const { jwt } = await world();
    for (const sent of [basic("", "tk-us-wrong"), basic("", jwt), { token: jwt }, {}])
      expect(await api.call("POST", "/v1/tokens/exchange", { ...sent, body: {} })).toMatchObject({
        status: 401,
        body: { error: expect.any(String), code: "bad_token" },
      });
  });

  test("email and password give a token for all that the account may", async () => {
    const email = `${crypto.randomUUID()}@example.org`;
    const password = "correct horse battery";
    await createUser({ email, password, name: "Ada", isAdmin: true });
    const body = { token: { name: "Scalingo CLI - laptop" } };
    const made = await api.call("POST", "/v1/tokens", { ...basic(email.toUpperCase(), password), body });
    expect(bodyOf("createToken", made)).toMatchObject({
      token: {
        id: expect.any(String),
        name: "Scalingo CLI - laptop",
        scope: "admin",
        last_used_at: null,
        token: expect.stringMatching(/^tk-/),
      },
    });
    for (const wrong of [basic(email, "wrong"), basic("nobody@example.org", password)])
      expect(await api.call("POST", "/v1/tokens", { ...wrong, body })).toMatchObject({
        status: 401,
        body: { code: "wrong_credentials" },
      });
  });

  test("after ten wrong passwords one has to wait", async () => {
    const attempt = () => api.call("POST", "/v1/tokens", { ...basic("ten@example.org", "wrong"), body: {} });
    for (let tries = 0; tries < 10; tries += 1) expect((await attempt()).status).toBe(401);
    expect(await attempt()).toMatchObject({ status: 429, body: { code: "too_many_attempts" } });
  });

  test("GET /tokens tells no text of a token, and DELETE /tokens/:id is 204 and ends what it was exchanged for", async () => {
    const { call, owner } = await world();
    const other = await api.tokenFor(owner, { name: "other" });
    const listed = await call("GET", "/v1/tokens");
    const { tokens } = z.object({ tokens: z.array(z.unknown()) }).parse(bodyOf("listTokens", listed));
    expect(tokens).toHaveLength(2);
    expect(tokens).toContainEqual({
      id: other.id,
      name: "other",
      created_at: expect.any(String),
      last_used_at: expect.any(String),
      expires_at: null,
      scope: "write",
      app: null,
    });
    expect(JSON.stringify(listed.body)).not.toContain(other.token);
    expect(await call("DELETE", `/v1/tokens/${other.id}`)).toMatchObject({ status: 204, body: null });
    expect((await api.call("GET", "/v1/users/self", { token: other.jwt })).status).toBe(401);
  });

  test("GET, POST and DELETE of SSH keys, wrapped in `key` or not", async () => {
    const { call } = await world();
    const [one, other] = [makeSshKey(), makeSshKey()];
    const shown = {
      id: expect.any(String),
      name: "laptop",
      content: expect.stringContaining(one.split(" ")[1] ?? "none"),
      fingerprint: expect.stringMatching(/^SHA256:/),
      created_at: expect.any(String),
    };
    const made = await call("POST", "/v1/keys", { body: { key: { name: "laptop", content: one } } });
    const { key } = z.object({ key: z.object({ id: z.string() }) }).parse(bodyOf("addKey", made));
    expect(made.body).toEqual({ key: shown });
    bodyOf("addKey", await call("POST", "/v1/keys", { body: { name: "desk", content: other } }));
    const listed = bodyOf("listKeys", await call("GET", "/v1/keys"));
    expect(listed).toEqual({ keys: expect.arrayContaining([shown]) });
    expect(await call("DELETE", `/v1/keys/${key.id}`)).toMatchObject({ status: 204, body: null });
    expect((await call("DELETE", `/v1/keys/${key.id}`)).status).toBe(404);
  });

  test("GET /users/self", async () => {
    const { call, owner } = await world();
    expect(bodyOf("getSelf", await call("GET", "/v1/users/self"))).toEqual({
      user: {
        id: owner.id,
        username: owner.email.split("@")[0],
        fullname: owner.name,
        email: owner.email,
        flags: {},
      },
    });
  });

  test("GET /regions", async () => {
    const { call } = await world();
    const answer = await call("GET", "/v1/regions", { headers: { host: "localhost:3000" } });
    expect(bodyOf("listRegions", answer)).toEqual({
      regions: [
        {
          name: "berth",
          display_name: "Berth",
          ssh: "127.0.0.1:2222",
          api: "http://127.0.0.1:3000",
          dashboard: "http://localhost:3000",
          database_api: "http://127.0.0.1:3000",
          default: true,
        },
      ],
    });
  });
});

describe("apps", () => {
  test("GET /apps and GET /apps/:app, by name and by id", async () => {
    const { call, app, owner, path } = await world();
    const { apps } = z
      .object({ apps: z.array(z.unknown()) })
      .parse(bodyOf("listApps", await call("GET", "/v1/apps")));
    const shown = {
      id: app.id,
      name: app.name,
      region: "berth",
      owner: { id: owner.id, username: owner.email.split("@")[0], email: owner.email },
      status: "new",
      flags: {},
    };
    expect(apps).toEqual([expect.objectContaining(shown)]);
    for (const one of [path, `/v1/apps/${app.id}`])
      expect(bodyOf("getApp", await call("GET", one))).toMatchObject({ app: shown });
  });

  test("GET /apps page by page", async () => {
    const { owner, call } = await world();
    await makeApp({ owner });
    const answer = await call("GET", "/v1/apps?page=2&per_page=1");
    expect(answer.body).toEqual({ apps: [expect.anything()] });
    expect(answer.headers.get("x-total-count")).toBe("2");
    const at = (page: number) =>
      expect.stringMatching(new RegExp(`^<http.*/v1/apps\\?per_page=1&page=${page}>$`));
    const links = (answer.headers.get("link") ?? "").split(", ").map((link) => link.split("; "));
    expect(links).toEqual([
      [at(1), 'rel="first"'],
      [at(1), 'rel="prev"'],
      [at(2), 'rel="last"'],
    ]);
  });

  test("GET /features/stacks", async () => {
    const { call } = await world();
    expect(bodyOf("listStacks", await call("GET", "/v1/features/stacks"))).toEqual({
      stacks: [{ id: "container", name: "container", default: true }],
    });
  });

  test("POST /apps is 201, also for an app from an image", async () => {
    const { call } = await world();
    const name = `app-${crypto.randomUUID().slice(0, 8)}`;
    const plain = await call("POST", "/v1/apps", { body: { app: { name } } });
    expect(bodyOf("createApp", plain)).toMatchObject({ app: { name, status: "new", source: "none" } });
    const body = { app: { name: `${name}-x`, image: "team/web:1" } };
    expect(bodyOf("createApp", await call("POST", "/v1/apps", { body }))).toMatchObject({
      app: { name: `${name}-x`, source: "image", status: "restarting" },
    });
  });

  test("DELETE /apps/:app asks for its name and is 204", async () => {
    const { call, app, path } = await world();
    expect((await call("DELETE", path)).status).toBe(422);
    expect((await call("DELETE", `${path}?current_name=another`)).status).toBe(422);
    const answer = await call("DELETE", `${path}?current_name=${app.name}`);
    expect(answer).toMatchObject({ status: 204, body: null });
    expect(answer.headers.get("location")).toMatch(/\/operations\/[0-9a-f-]{36}$/);
  });

  test("POST /apps/:app/restart is 202 with the operation's place, which then tells how it goes", async () => {
    const { call, path, app } = await world({ source: "image", image: "team/web:1" });
    const answer = await call("POST", `${path}/restart`, { body: { scope: ["web"] } });
    bodyOf("restartApp", answer);
    const id = answer.headers.get("location")?.split("/").at(-1);
    expect(answer.headers.get("location")).toBe(`http://berth.test${path}/operations/${id}`);
    expect(bodyOf("getOperation", await call("GET", `${path}/operations/${id}`))).toMatchObject({
      operation: {
        id,
        app_id: app.id,
        created_at: expect.any(String),
        finished_at: null,
        status: "pending",
        type: "restart",
        error: null,
        start_one_off_data: null,
      },
    });
  });

  test.each([[undefined], [null], ["web"], [["web-1"]]])("a restart takes the scope %j", async (scope) => {
    const { call, path } = await world({ source: "image", image: "team/web:1" });
    expect((await call("POST", `${path}/restart`, { body: { scope } })).status).toBe(202);
  });

  test("a restart of containers that there are not is refused", async () => {
    const { call, path } = await world({ source: "image", image: "team/web:1" });
    const answer = await call("POST", `${path}/restart`, { body: { scope: ["worker"] } });
    expect(answer).toMatchObject({ status: 422, body: { errors: { scope: [expect.any(String)] } } });
  });

  test("GET /apps/:app/ps", async () => {
    const { call, path, app, ctx } = await world({ source: "image", image: "team/web:1", command: "serve" });
    api.engine.addImage("team/web:1");
    await applyAppService({ ...platform(), ...ctx }, app.id);
    expect(bodyOf("listProcesses", await call("GET", `${path}/ps`))).toMatchObject({
      containers: [
        {
          id: expect.any(String),
          app_id: app.id,
          command: "serve",
          type: "web",
          type_index: 1,
          label: "web-1",
          state: "running",
          container_size: { human_name: expect.any(String) },
        },
      ],
    });
  });

  test("GET, POST, PATCH and DELETE of collaborators", async () => {
    const { call, path, app } = await world();
    const helper = await makeUser();
    const body = { collaborator: { email: helper.email } };
    const shown = { id: helper.id, app_id: app.id, email: helper.email, status: "accepted" };
    const made = await call("POST", `${path}/collaborators`, { body });
    expect(bodyOf("addCollaborator", made)).toMatchObject({ collaborator: shown });
    const listed = await call("GET", `${path}/collaborators`);
    expect(bodyOf("listCollaborators", listed)).toMatchObject({ collaborators: [shown] });
    const limited = { collaborator: { is_limited: true } };
    const changed = await call("PATCH", `${path}/collaborators/${helper.id}`, { body: limited });
    expect(bodyOf("changeCollaborator", changed)).toMatchObject({
      collaborator: { ...shown, role: "view", is_limited: true },
    });
    expect((await call("DELETE", `${path}/collaborators/${helper.id}`)).status).toBe(204);
    expect((await call("DELETE", `${path}/collaborators/${helper.id}`)).status).toBe(404);
  });
});
