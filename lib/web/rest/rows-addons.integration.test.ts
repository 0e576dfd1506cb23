import { describe, expect, test } from "vitest";
import { z } from "zod";
import { makeAddon, makeApp } from "@/tests/factories";
import { bodyOf, withRows } from "@/tests/rows";
import { transaction } from "../../db/client";
import { insertAddonVariables } from "../../db/variables";

// One test for each row of the reference's tables of calls, with its exact status and what its clients read.

const { api, world } = withRows();

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
        { id: "valkey", name: "Valkey" },
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
