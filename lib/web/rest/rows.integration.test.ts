import { describe, expect, test } from "vitest";
import { z } from "zod";
import { type Answered, type Sent, withApi } from "@/tests/api";
import { makeAddon, makeApp, makeSshKey, makeUser } from "@/tests/factories";
import { ROUTES, type RouteName } from "../../contract/api/routes";
import { transaction } from "../../db/client";
import { insertAddonVariables } from "../../db/variables";
import { platform } from "../../runtime/container";
import { addAddon } from "../../services/addons/add-addon";
import { createUser } from "../../services/people/create-user";
import { applyAppService } from "../../workflows/parts/app-service";

// One test for each row of the reference's tables of calls, with its exact status and what its clients read.

const api = withApi();

/** An owner with an app, its running addon, and a way to call as that owner. */
async function world(
  changes: Parameters<typeof makeApp>[0] = {},
  addonChanges: Parameters<typeof makeAddon>[2] = {},
) {
  const { owner, app } = await makeApp(changes);
  const ctx = api.contextFor(owner);
  const addon = await makeAddon(ctx, app, addonChanges);
  const { jwt, token } = await api.tokenFor(owner);
  const call = (method: string, path: string, sent: Sent = {}) =>
    api.call(method, path, { token: jwt, ...sent });
  return { owner, app, ctx, addon, token, jwt, call, path: `/v1/apps/${app.name}` };
}

/** The body of an answer of the route, which is all that the route says it answers, and nothing else. */
function bodyOf(name: RouteName, { status, body }: Answered): unknown {
  const route = ROUTES[name];
  expect({ status, body }).toEqual({ status: route.status, body: expect.anything() });
  return z.parse(route.answer, body);
}

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

  test("GET, POST and DELETE of collaborators", async () => {
    const { call, path, app } = await world();
    const helper = await makeUser();
    const body = { collaborator: { email: helper.email } };
    const shown = { id: helper.id, app_id: app.id, email: helper.email, status: "accepted" };
    const made = await call("POST", `${path}/collaborators`, { body });
    expect(bodyOf("addCollaborator", made)).toMatchObject({ collaborator: shown });
    const listed = await call("GET", `${path}/collaborators`);
    expect(bodyOf("listCollaborators", listed)).toMatchObject({ collaborators: [shown] });
    expect((await call("DELETE", `${path}/collaborators/${helper.id}`)).status).toBe(204);
    expect((await call("DELETE", `${path}/collaborators/${helper.id}`)).status).toBe(404);
  });
});

describe("addons", () => {
  test("GET /addon_providers, for everybody", async () => {
    const answer = bodyOf("listProviders", await api.call("GET", "/v1/addon_providers"));
    expect(answer).toMatchObject({
      addon_providers: [
        {
          id: "redis",
          name: "Redis® OSS",
          category: { id: expect.any(String), name: expect.any(String), position: expect.any(Number) },
          plans: expect.arrayContaining([expect.objectContaining({ name: "1g" })]),
        },
      ],
    });
  });

  test("GET /addon_providers/:id/plans", async () => {
    const { call } = await world();
    const answer = await call("GET", "/v1/addon_providers/redis/plans?show_all=false");
    const { plans } = z.object({ plans: z.array(z.unknown()) }).parse(bodyOf("listPlans", answer));
    expect(plans[3]).toMatchObject({
      id: "1g",
      name: "1g",
      display_name: "1g",
      position: 4,
      disabled: false,
    });
    expect(await call("GET", "/v1/addon_providers/mysql/plans")).toMatchObject({
      status: 404,
      body: { resource: "addon_provider" },
    });
  });

  test("GET /apps/:app/addons and GET /apps/:app/addons/:id by id, resource id and type", async () => {
    const { call, path, app, addon } = await world();
    const shown = {
      id: addon.id,
      app_id: app.id,
      resource_id: addon.resourceId,
      status: "running",
      plan: expect.objectContaining({ id: "256m", name: "256m" }),
      addon_provider: { id: "redis", name: "Redis® OSS", logo_url: "" },
      deprovisioned_at: null,
      hds_resource: false,
    };
    expect(addon.id).toMatch(/^ad-[0-9a-f-]{36}$/);
    expect(bodyOf("listAddons", await call("GET", `${path}/addons`))).toMatchObject({ addons: [shown] });
    for (const name of [addon.id, addon.resourceId, "redis"])
      expect(bodyOf("getAddon", await call("GET", `${path}/addons/${name}`))).toMatchObject({ addon: shown });
  });

  test("a type that stands for several addons is refused, naming one", async () => {
    const { call, path, ctx, app, addon } = await world();
    await makeAddon(ctx, app);
    expect(await call("GET", `${path}/addons/redis`)).toMatchObject({
      status: 409,
      body: { code: "ambiguous_addon", error: expect.stringContaining(addon.resourceId) },
    });
  });

  test("POST /apps/:app/addons is 201 with message and names of variables", async () => {
    const { owner, app } = await makeApp();
    const { jwt: token } = await api.tokenFor(owner);
    const path = `/v1/apps/${app.name}/addons`;
    const body = { addon: { addon_provider_id: "redis", plan_id: "1g", options: null } };
    const answer = await api.call("POST", path, { token, body });
    expect(bodyOf("addAddon", answer)).toMatchObject({
      addon: {
        id: expect.stringMatching(/^ad-/),
        resource_id: expect.stringMatching(new RegExp(`^${app.name}-\\d{4}$`)),
        status: "provisioning",
        plan: { name: "1g" },
      },
      message: "Database successfully created",
      variables: ["REDIS_URL", "SCALINGO_REDIS_URL"],
    });
    const withVersion = { addon: { ...body.addon, options: { version: "7.0.15" } } };
    const second = bodyOf("addAddon", await api.call("POST", path, { token, body: withVersion }));
    expect(second).toMatchObject({ addon: { version: "7.0.15" } });
  });

  test("an unknown provider or plan is 422 at its field", async () => {
    const { call, path } = await world();
    for (const [addon, field] of [
      [{ addon_provider_id: "mysql", plan_id: "1g" }, "addon_provider_id"],
      [{ addon_provider_id: "redis", plan_id: "9t" }, "plan_id"],
      [{ addon_provider_id: "redis" }, "plan_id"],
    ] as const)
      expect(await call("POST", `${path}/addons`, { body: { addon } })).toMatchObject({
        status: 422,
        body: { error: expect.any(String), errors: { [field]: [expect.any(String)] } },
      });
  });

  test.each(["id", "resourceId", "type"] as const)(
    "DELETE /apps/:app/addons/:id by %s is 204",
    async (by) => {
      const { call, path, addon } = await world();
      const name = { id: addon.id, resourceId: addon.resourceId, type: "redis" }[by];
      expect(await call("DELETE", `${path}/addons/${name}`)).toMatchObject({ status: 204, body: null });
      expect(await call("GET", `${path}/addons/${addon.id}`)).toMatchObject({
        body: { addon: { status: "removing" } },
      });
    },
  );

  test("PATCH /apps/:app/addons/:id changes the plan, by id, resource id or type", async () => {
    for (const by of ["id", "resourceId", "type"] as const) {
      const { call, path, addon } = await world();
      const name = { id: addon.id, resourceId: addon.resourceId, type: "redis" }[by];
      const answer = await call("PATCH", `${path}/addons/${name}`, { body: { addon: { plan_id: "512m" } } });
      expect(bodyOf("updateAddon", answer)).toMatchObject({
        addon: {
          id: addon.id,
          status: "running",
          operation_id: answer.headers.get("location")?.split("/").at(-1),
        },
        message: expect.any(String),
        variables: [],
      });
      expect((await call("GET", `/api/databases/${addon.id}`)).body).toMatchObject({
        database: { status: "updating", current_operation_id: expect.any(String) },
      });
      expect((await call("GET", `${path}/events`)).body).toMatchObject({
        events: [
          { type: "upgrade_addon", type_data: { old_plan_name: "256m", new_plan_name: "512m" } },
          expect.anything(),
        ],
      });
      const second = await call("PATCH", `${path}/addons/${name}`, { body: { addon: { plan_id: "1g" } } });
      expect(second).toMatchObject({ status: 409, body: { code: "operation_running" } });
    }
  });

  test("a plan that there is not, or that is the present one, is 422 at its field", async () => {
    const { call, path, addon } = await world();
    for (const plan_id of ["9t", "256m", ""])
      expect(
        await call("PATCH", `${path}/addons/${addon.id}`, { body: { addon: { plan_id } } }),
      ).toMatchObject({
        status: 422,
        body: { errors: { plan_id: [expect.any(String)] } },
      });
  });

  test("POST /apps/:app/addons/:id/token opens the database of that addon, and nothing else", async () => {
    const { call, path, addon, ctx, app } = await world();
    const other = await makeAddon(ctx, app);
    const answer = await call("POST", `${path}/addons/${addon.id}/token`, { body: {} });
    const made = z
      .object({ addon: z.object({ token: z.string() }) })
      .parse(bodyOf("createAddonToken", answer));
    const asAddon = (method: string, place: string) => api.call(method, place, { token: made.addon.token });
    expect((await asAddon("GET", `/api/databases/${addon.id}`)).status).toBe(200);
    expect(await asAddon("GET", `/api/databases/${other.id}`)).toMatchObject({
      status: 404,
      body: { resource: "database" },
    });
    for (const [method, place] of [
      ["GET", path],
      ["GET", "/v1/apps"],
      ["GET", `${path}/variables`],
      ["GET", "/v1/users/self"],
      ["POST", `${path}/addons/${addon.id}/token`],
    ] as const)
      expect(await asAddon(method, place), `${method} ${place}`).toMatchObject({
        status: 403,
        body: { code: "confined_token" },
      });
  });

  test.each(["GET", "POST"])("%s /apps/:app/addons/:id/sso leads to the dashboard", async (method) => {
    const { call, path, addon } = await world();
    const answer = await call(method, `${path}/addons/${addon.id}/sso`);
    expect(bodyOf(method === "GET" ? "getAddonSso" : "createAddonSso", answer)).toEqual({
      addon: {
        id: addon.id,
        resource_id: addon.resourceId,
        sso_url: `http://berth.test/databases/${addon.resourceId}`,
      },
    });
  });
});

describe("variables", () => {
  async function withAlias() {
    const made = await world();
    const { app, addon, ctx } = made;
    const urlEncrypted = ctx.cipher.encrypt("redis://secret");
    await transaction((tx) =>
      insertAddonVariables(tx, {
        appId: app.id,
        addonId: addon.id,
        resourceId: addon.resourceId,
        urlEncrypted,
      }),
    );
    return { ...made, place: `${made.path}/variables` };
  }

  test("GET …?aliases=true, and without it, shows an alias as it is", async () => {
    const { call, place } = await withAlias();
    for (const url of [`${place}?aliases=true`, place])
      expect(bodyOf("listVariables", await call("GET", url))).toEqual({
        variables: [
          { id: expect.any(String), name: "REDIS_URL", value: "$SCALINGO_REDIS_URL" },
          { id: expect.any(String), name: "SCALINGO_REDIS_URL", value: "redis://secret" },
        ],
      });
  });

  test("GET …?aliases=false shows what an alias stands for", async () => {
    const { call, place } = await withAlias();
    expect(bodyOf("listVariables", await call("GET", `${place}?aliases=false`))).toMatchObject({
      variables: [{ name: "REDIS_URL", value: "redis://secret" }, { name: "SCALINGO_REDIS_URL" }],
    });
  });

  test("PUT sets many with empty ids, as the CLI sends them, or none", async () => {
    const { call, place } = await withAlias();
    const put = (...variables: object[]) => call("PUT", place, { body: { variables } });
    const both = await put({ id: "", name: "A", value: "1" }, { id: "", name: "B", value: "2" });
    expect(bodyOf("setVariables", both)).toEqual({
      variables: [
        { id: expect.any(String), name: "A", value: "1" },
        { id: expect.any(String), name: "B", value: "2" },
      ],
    });
    const locked = await put({ name: "C", value: "3" }, { name: "REDIS_URL", value: "redis://mine" });
    expect(locked).toMatchObject({ status: 403, body: { code: "locked_by_addon" } });
    expect(await put({ name: "_no", value: "3" })).toMatchObject({
      status: 422,
      body: { errors: { name: [expect.any(String)] } },
    });
    expect(JSON.stringify((await call("GET", place)).body)).not.toContain('"C"');
  });

  test("POST, PATCH and DELETE of one, by id and by name", async () => {
    const { call, place } = await withAlias();
    const made = await call("POST", place, { body: { variable: { name: "LEVEL", value: "info" } } });
    const { variable } = z
      .object({ variable: z.object({ id: z.string() }) })
      .parse(bodyOf("createVariable", made));
    for (const [key, value] of [
      [variable.id, "debug"],
      ["LEVEL", "warn"],
    ] as const) {
      const changed = await call("PATCH", `${place}/${key}`, { body: { variable: { value } } });
      expect(bodyOf("updateVariable", changed)).toEqual({
        variable: { id: variable.id, name: "LEVEL", value },
      });
    }
    expect(await call("DELETE", `${place}/${variable.id}`)).toMatchObject({ status: 204, body: null });
    for (const [method, body] of [
      ["DELETE", undefined],
      ["PATCH", { variable: { value: "" } }],
    ] as const)
      expect(await call(method, `${place}/${variable.id}`, { body })).toMatchObject({
        status: 404,
        body: { resource: "variable" },
      });
  });
});

describe("events", () => {
  test("GET /apps/:app/events?page&per_page and GET /events", async () => {
    const { call, path, app, owner, addon } = await world();
    const shown = {
      id: expect.any(String),
      app_id: app.id,
      app_name: app.name,
      created_at: expect.any(String),
      type: "new_addon",
      user: { id: owner.id, username: owner.email.split("@")[0], email: owner.email },
      type_data: { addon_provider_name: "redis", plan_name: "256m", resource_id: addon.resourceId },
    };
    const of = await call("GET", `${path}/events?page=1&per_page=30`);
    expect(bodyOf("listAppEvents", of)).toMatchObject({
      events: [shown],
      meta: {
        pagination: { current_page: 1, prev_page: null, next_page: null, total_pages: 1, total_count: 1 },
      },
    });
    expect(bodyOf("listEvents", await call("GET", "/v1/events"))).toMatchObject({ events: [shown] });
  });
});

describe("the database API", () => {
  test("GET /databases/:id by id and resource id, with a JWT as well as with an addon token", async () => {
    const { call, app, addon } = await world();
    for (const name of [addon.id, addon.resourceId])
      expect(bodyOf("getDatabase", await call("GET", `/api/databases/${name}`))).toMatchObject({
        database: {
          id: addon.id,
          resource_id: addon.resourceId,
          app_name: app.name,
          encryption_at_rest: expect.any(Boolean),
          features: expect.any(Array),
          plan: "256m",
          status: "running",
          type_name: "redis",
          version_id: "8.0.2",
          next_version_id: null,
          readable_version: "8.0.2",
          hostname: `${addon.resourceId}:6379`,
          current_operation_id: null,
          cluster: false,
          periodic_backups_scheduled_at: expect.any(Array),
          instances: [
            { type: "haproxy", status: "running", port: 6379 },
            { type: "db-node", status: "running", port: 6379 },
          ],
        },
      });
  });

  test("a database that is being made says so, and what it can be upgraded to", async () => {
    const { call, ctx, app } = await world();
    const { addon, operationId } = await addAddon(ctx, {
      app: app.name,
      provider: "redis",
      planId: "free",
      version: "7.0.15",
      requestKey: crypto.randomUUID(),
    });
    expect(bodyOf("getDatabase", await call("GET", `/api/databases/${addon.id}`))).toMatchObject({
      database: { status: "creating", current_operation_id: operationId, next_version_id: "8.0.2" },
    });
    const operation = await call("GET", `/api/databases/${addon.id}/operations/${operationId}`);
    expect(bodyOf("getDatabaseOperation", operation)).toMatchObject({
      operation: { id: operationId, type: "provision", status: "pending", error: null },
    });
  });

  test("an operation of another database is not there", async () => {
    const { call, ctx, app, addon } = await world();
    const other = await makeAddon(ctx, app);
    const place = `/api/databases/${addon.id}/operations`;
    expect(await call("GET", `${place}/${addon.operationId}`)).toMatchObject({
      body: { operation: { status: "finished" } },
    });
    expect(await call("GET", `${place}/${other.operationId}`)).toMatchObject({
      status: 404,
      body: { resource: "operation" },
    });
  });

  test("POST /databases/:id/upgrade is 202 with the operation's place", async () => {
    const { call, addon } = await world({}, { version: "7.0.15" });
    const place = `/api/databases/${addon.id}`;
    const answer = await call("POST", `${place}/upgrade`, { body: {} });
    const body = bodyOf("upgradeDatabase", answer);
    const id = answer.headers.get("location")?.split("/").at(-1);
    expect(body).toEqual({
      message: "Database upgrade to 8.0.2 is pending",
      operation_id: id,
      version_id: "8.0.2",
      readable_version: "8.0.2",
    });
    expect(answer.headers.get("location")).toBe(`http://berth.test${place}/operations/${id}`);
    expect(await call("GET", `${place}/operations/${id}`)).toMatchObject({
      body: { operation: { type: "upgrade", status: "pending" } },
    });
    expect((await call("GET", place)).body).toMatchObject({ database: { status: "upgrading" } });
  });

  test("the newest version, and an earlier one, cannot be upgraded to", async () => {
    const { call, addon } = await world();
    for (const body of [{}, { version: "7.0.15" }, { version: "1.0" }])
      expect(await call("POST", `/api/databases/${addon.id}/upgrade`, { body })).toMatchObject({
        status: 422,
        body: { errors: { version: [expect.any(String)] } },
      });
  });

  test("GET /databases/:id/instances_status", async () => {
    const { call, addon } = await world();
    expect(bodyOf("listInstances", await call("GET", `/api/databases/${addon.id}/instances_status`))).toEqual(
      [
        { id: expect.any(String), type: "gateway", status: "running", role: null },
        { id: expect.any(String), type: "db-node", status: "running", role: "leader" },
      ],
    );
  });
});
