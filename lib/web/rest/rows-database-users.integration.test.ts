import { describe, expect, test } from "vitest";
import { bodyOf, withRows } from "@/tests/rows";

// The reference's rows about users of a database, with their exact status and what its clients read.

const { world } = withRows();

describe("users of a database", () => {
  test("GET, POST, PATCH and DELETE /databases/:id/users, and POST …/reset_password", async () => {
    const { call, addon } = await world();
    const path = `/api/databases/${addon.id}/users`;
    const password = "0123456789-0123456789-0123456789";
    const given = {
      database_id: addon.id,
      name: "reader-1",
      read_only: true,
      password,
      password_confirmation: password,
    };
    const made = await call("POST", path, { body: { database_user: given } });
    expect(bodyOf("addDatabaseUser", made)).toEqual({
      database_user: expect.objectContaining({ name: "reader-1", read_only: true, protected: false }),
    });
    expect(JSON.stringify(made.body)).not.toContain(password);
    expect(bodyOf("listDatabaseUsers", await call("GET", path))).toMatchObject({
      "database-users": [
        { name: "default", read_only: false, protected: true },
        { name: addon.resourceId, protected: true },
        { name: "reader-1", read_only: true, protected: false },
      ],
    });
    const changed = await call("PATCH", `${path}/reader-1`, {
      body: { database_user: { password: `${password}x`, password_confirmation: `${password}x` } },
    });
    expect(bodyOf("updateDatabaseUser", changed)).toMatchObject({ database_user: { name: "reader-1" } });
    const reset = await call("POST", `${path}/reader-1/reset_password`, { body: {} });
    expect(bodyOf("resetUserPassword", reset)).toMatchObject({
      database_user: { name: "reader-1", password: expect.stringMatching(/^\w{64}$/) },
    });
    expect((await call("DELETE", `${path}/reader-1`)).status).toBe(204);
    expect((await call("DELETE", `${path}/reader-1`)).status).toBe(404);
    expect(await call("DELETE", `${path}/default`)).toMatchObject({
      status: 403,
      body: { error: "Protected user is managed by the platform and cannot be deleted." },
    });
  });

  test("a password is made where none is given; what is wrong is told by its field", async () => {
    const { call, addon } = await world();
    const path = `/api/databases/${addon.id}/users`;
    const post = (user: object) =>
      call("POST", path, { body: { database_user: { name: "writer-1", ...user } } });
    for (const [user, field] of [
      [{ name: "short" }, "name"],
      [{ password: "too-short" }, "password"],
      [{ password: "x".repeat(30), password_confirmation: "other" }, "password_confirmation"],
      [{ role: "custom" }, "categories"],
      [{ role: "custom", categories: ["read"], key_patterns: ["a b"] }, "key_patterns"],
    ] as const)
      expect(await post(user)).toMatchObject({
        status: 422,
        body: { errors: { [field]: expect.anything() } },
      });
    expect(await post({})).toMatchObject({
      status: 201,
      body: { database_user: { role: "read-write", password: expect.stringMatching(/^\w{64}$/) } },
    });
    expect(await post({})).toMatchObject({ status: 409 });
  });

  test("the same request by its Idempotency-Key makes one user, and its password is answered again", async () => {
    const { call, addon } = await world();
    const sent = {
      body: { database_user: { name: "writer-2" } },
      headers: { "idempotency-key": "once" },
    };
    const [first, again] = [
      await call("POST", `/api/databases/${addon.id}/users`, sent),
      await call("POST", `/api/databases/${addon.id}/users`, sent),
    ];
    expect(first.status).toBe(201);
    expect(again.body).toEqual(first.body);
  });

  test("a preview, and a rotation with its place", async () => {
    const { call, addon } = await world();
    const own = `/v1/databases/${addon.id}`;
    const preview = await call("POST", `${own}/users/preview`, {
      body: { database_user: { read_only: true } },
    });
    expect(bodyOf("previewDatabaseUser", preview)).toMatchObject({
      commands: expect.arrayContaining([{ command: "GET a", is_allowed: true }]),
    });
    const rotated = await call("POST", `${own}/rotate_password`, { body: {} });
    const { operation_id: id } = bodyOf("rotatePassword", rotated) as { operation_id: string };
    expect(rotated.headers.get("location")).toBe(
      `http://berth.test/api/databases/${addon.id}/operations/${id}`,
    );
    expect(await call("POST", `${own}/rotate_password`, { body: {} })).toMatchObject({ status: 409 });
  });
});
