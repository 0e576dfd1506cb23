import { describe, expect, test } from "vitest";
import { makeAddon } from "@/tests/factories";
import { bodyOf, withRows } from "@/tests/rows";
import { prisma } from "../../db/client";
import { addAddon } from "../../services/addons/add-addon";

// One test for each row of the reference's tables of calls, with its exact status and what its clients read.

const { world } = withRows();

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
          newer_build: null,
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

  test("POST /databases/:id/move without another host is 409, to none 422, with what to do", async () => {
    const { call, addon } = await world();
    const where = { database: { addon: { id: addon.id } } };
    await prisma().node.updateMany({ where, data: { hostId: "host-1" } });
    const move = (body: object) => call("POST", `/api/databases/${addon.id}/move`, { body });
    expect(await move({})).toMatchObject({
      status: 409,
      body: { error: expect.stringContaining("Add one") },
    });
    expect(await move({ host: "no-such" })).toMatchObject({
      status: 422,
      body: { errors: { host: [expect.stringContaining("no-such")] } },
    });
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
        { id: expect.any(String), type: "gateway", status: "running", role: null, high_availability: null },
        {
          id: expect.any(String),
          type: "db-node",
          status: "running",
          role: "leader",
          high_availability: null,
        },
      ],
    );
  });
});
