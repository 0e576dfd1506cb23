import { describe, expect, test } from "vitest";
import { bodyOf, withRows } from "@/tests/rows";
import { prisma } from "../../db/client";

// One test for each row of the reference's tables of calls, with its exact status and what its clients read.

const { world } = withRows();

describe("features", () => {
  test("POST and DELETE /databases/:id/features are 200, with the operation's place", async () => {
    const { call, addon } = await world();
    const path = `/api/databases/${addon.id}/features`;
    const body = { feature: { name: "redis-aof", status: "" } };
    const on = await call("POST", path, { body });
    expect(bodyOf("enableFeature", on)).toEqual({
      name: "redis-aof",
      status: "PENDING",
      message: "Feature redis-aof is being enabled",
    });
    expect(on.status).toBe(200);
    expect(on.headers.get("location")).toMatch(/\/api\/databases\/ad-[^/]+\/operations\/[0-9a-f-]{36}$/);
    expect((await call("GET", `/api/databases/${addon.id}`)).body).toMatchObject({
      database: {
        status: "updating",
        features: [
          { name: "redis-rdb", status: "ACTIVATED" },
          { name: "redis-aof", status: "PENDING" },
        ],
      },
    });
    expect(await call("DELETE", `${path}?feature=redis-rdb`)).toMatchObject({
      status: 409,
      body: { code: "operation_running" },
    });
  });

  test("DELETE /databases/:id/features?feature=F is 200 with a message, also of the last way of saving", async () => {
    const { call, addon } = await world();
    const off = await call("DELETE", `/api/databases/${addon.id}/features?feature=redis-rdb`);
    expect(off.status).toBe(200);
    expect(bodyOf("disableFeature", off)).toEqual({ message: "Feature redis-rdb is being disabled" });
    expect((await call("GET", `/api/databases/${addon.id}`)).body).toMatchObject({
      database: { features: [{ name: "redis-rdb", status: "PENDING_TO_REMOVE" }] },
    });
  });

  test("what is so already is 400 in the reference's words, and what there is not 422", async () => {
    const { call, addon } = await world();
    const path = `/api/databases/${addon.id}/features`;
    expect(await call("POST", path, { body: { feature: { name: "redis-rdb" } } })).toMatchObject({
      status: 400,
      body: { error: "feature 'redis-rdb' is already setup on this database", code: "already_setup" },
    });
    expect(await call("DELETE", `${path}?feature=redis-aof`)).toMatchObject({ status: 400 });
    expect(await call("DELETE", `${path}?feature=redis-magic`)).toMatchObject({ status: 422 });
    for (const options of [{ policy: "newest" }, { speed: "high" }])
      expect(await call("POST", path, { body: { feature: { name: "redis-cache", options } } })).toMatchObject(
        {
          status: 422,
        },
      );
  });

  test("our own words ask for the yes to a loss, and take none for what loses nothing", async () => {
    const { call, addon } = await world();
    const path = `/v1/databases/${addon.id}/features`;
    expect(await call("PUT", `${path}/redis-rdb`, { body: { is_on: false } })).toMatchObject({
      status: 422,
      body: { code: "loss_not_accepted", errors: { accepts_loss: [expect.any(String)] } },
    });
    expect(await call("GET", path)).toMatchObject({
      body: { features: [{ name: "redis-rdb", is_on: true, status: "ACTIVATED" }, {}, {}, {}, {}] },
    });
    const options = { policy: "volatile-ttl" };
    const begun = await call("PUT", `${path}/redis-cache`, { body: { is_on: true, options } });
    expect(bodyOf("setFeature", begun)).toMatchObject({
      operation: { type: "set-feature", status: "pending" },
    });
    expect(await prisma().feature.findMany({ where: { name: "redis-cache" } })).toMatchObject([
      { isOn: true, status: "PENDING", options },
    ]);
  });
});

test("settings are told and set; more connections than the plan's are refused", async () => {
  const { call, addon } = await world();
  const path = `/v1/databases/${addon.id}/settings`;
  const settings = {
    idle_timeout_seconds: 150,
    keyspace_events: "",
    clients_max: null,
    plan_clients_max: 200,
  };
  expect(bodyOf("getSettings", await call("GET", path))).toEqual({ settings });
  for (const [body, field] of [
    [{ clients_max: 201 }, "clients_max"],
    [{ idle_timeout_seconds: 1 }, "idle_timeout_seconds"],
    [{ keyspace_events: "q" }, "keyspace_events"],
    [{}, "base"],
  ] as const)
    expect(await call("PATCH", path, { body })).toMatchObject({
      status: 422,
      body: { errors: { [field]: [expect.any(String)] } },
    });
  const begun = await call("PATCH", path, { body: { clients_max: 20, keyspace_events: "Ex" } });
  expect(bodyOf("setSettings", begun)).toMatchObject({ operation: { type: "set-settings" } });
  expect(bodyOf("getSettings", await call("GET", path))).toEqual({
    settings: { ...settings, clients_max: 20, keyspace_events: "Ex" },
  });
});

describe("maintenance", () => {
  test("PATCH /databases/:id sets the window", async () => {
    const { call, addon } = await world();
    const path = `/api/databases/${addon.id}`;
    const window = { weekday_utc: 1, starting_hour_utc: 1 };
    const set = (maintenance_window: object) =>
      call("PATCH", path, { body: { database: { maintenance_window } } });
    expect(bodyOf("updateDatabase", await set(window))).toMatchObject({
      database: { maintenance_window: { ...window, duration_in_hour: 8 } },
    });
    expect(await set({ weekday_utc: 7, starting_hour_utc: 1 })).toMatchObject({ status: 422 });
  });

  test("PATCH /databases/:id says what it is called; what is not given stays", async () => {
    const { call, addon } = await world();
    const say = (database: object) => call("PATCH", `/api/databases/${addon.id}`, { body: { database } });
    expect(bodyOf("updateDatabase", await say({ name: "Sessions", note: "Ask Ada." }))).toMatchObject({
      database: { name: "Sessions", note: "Ask Ada." },
    });
    expect(bodyOf("updateDatabase", await say({ name: null }))).toMatchObject({
      database: { name: null, note: "Ask Ada." },
    });
    expect(await say({ name: "x".repeat(61) })).toMatchObject({ status: 422 });
  });

  test("GET /databases/:id/maintenance and …/:mid, and what is put off and cancelled", async () => {
    const { call, addon } = await world({}, { version: "7.0.15" });
    const path = `/api/databases/${addon.id}/maintenance`;
    const own = `/v1/databases/${addon.id}/maintenance`;
    expect(bodyOf("listMaintenances", await call("GET", path))).toMatchObject({
      maintenance: [],
      meta: { pagination: { current_page: 1, total_count: 0 } },
    });
    const made = await call("POST", own, { body: { version: "8.0.2" } });
    const planned = { type: "db-upgrade", status: "scheduled", started_at: null, ended_at: null };
    expect(bodyOf("scheduleUpgrade", made)).toMatchObject({ maintenance: planned });
    const [listed] = (
      bodyOf("listMaintenances", await call("GET", path)) as { maintenance: { id: string }[] }
    ).maintenance;
    const id = listed?.id ?? "";
    expect(bodyOf("getMaintenance", await call("GET", `${path}/${id}`))).toMatchObject({
      ...planned,
      id,
      maintenance: { ...planned, id, database_id: addon.id },
    });
    expect(bodyOf("cancelMaintenance", await call("DELETE", `${own}/${id}`))).toMatchObject({
      maintenance: { status: "cancelled" },
    });
    expect(await call("DELETE", `${own}/${id}`)).toMatchObject({ status: 409 });
  });
});
