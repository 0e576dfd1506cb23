import { expect, test } from "vitest";
import { bodyOf, withRows } from "@/tests/rows";

const { world } = withRows();
const URL = "redis://:password-of-the-source@redis.example.org";

test("a running Redis is looked at, imported and, while that runs, given up", async () => {
  const { call, addon } = await world();
  const own = `/v1/databases/${addon.resourceId}`;
  const looked = await call("POST", `${own}/import/check`, { body: { url: URL } });
  expect(bodyOf("checkImport", looked)).toMatchObject({
    import_check: {
      source: "redis.example.org:6379",
      keys: 6,
      way: "dump",
      replication: { is_allowed: true, reason: null, message: null },
      is_allowed: true,
    },
  });
  expect(await call("POST", `${own}/import`, { body: { url: "http://redis.example.org" } })).toMatchObject({
    status: 422,
    body: { errors: { url: [expect.any(String)] } },
  });
  const begun = await call("POST", `${own}/import`, { body: { url: URL, accepts_loss: true } });
  expect(bodyOf("startImport", begun)).toMatchObject({ operation: { type: "import", status: "pending" } });
  expect(begun.headers.get("location")).toMatch(/\/operations\/[0-9a-f-]{36}$/);
  expect(JSON.stringify([looked.body, begun.body])).not.toContain("password-of-the-source");
  expect(await call("POST", `${own}/import/switch`, {})).toMatchObject({
    status: 409,
    body: { code: "not_in_step" },
  });
  const given = await call("POST", `${own}/import/cancellation`, {});
  expect(bodyOf("cancelImport", given)).toMatchObject({ operation: { type: "import" } });
});
