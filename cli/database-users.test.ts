import { afterEach, expect, test } from "vitest";
import { withCli } from "@/tests/cli";
import { DATABASE, OPERATION_ID, OPERATION_PATH, slowly } from "@/tests/cli-answers";
import { toApiDatabaseUser } from "../lib/contract/api/database-users";

const { berth, answer, asked } = withCli();
afterEach(() => answer({}));

const PATH = "/api/databases/my-app-3030/users";
const OWN = "0123456789-0123456789-0123456789";
const user = (name: string, changes: Partial<Parameters<typeof toApiDatabaseUser>[0]> = {}) =>
  toApiDatabaseUser({
    name,
    role: "read-only",
    keyPatterns: ["*"],
    categories: [],
    isOn: true,
    isProtected: false,
    isApplied: true,
    createdAt: "2026-01-02T00:00:10.000Z",
    ...changes,
  });

test("database-users-list shows who may sign in, and the former password", async () => {
  answer({
    [`GET ${PATH}`]: {
      body: {
        "database-users": [
          {
            ...user("default", { role: "owner", isProtected: true }),
            former_password_until: "2026-01-03T00:00:10.000Z",
          },
          user("cache-1", {
            role: "custom",
            keyPatterns: ["a:*"],
            categories: ["hash"],
            isOn: false,
            isApplied: false,
          }),
        ],
      },
    },
  });
  const { out, err } = await berth(["database-list-users", "my-app-3030"]);
  expect(out).toMatch(/default +\| false +\| true +\| owner +\| on /);
  expect(out).toMatch(/cache-1 +\| false +\| false +\| hash; keys a:\* +\| off \(not yet in effect\) /);
  expect(err).toContain("until 2026-01-03T00:00:10.000Z");
});

test("database-users-create asks for a password twice, or has one made", async () => {
  const made = (password?: string) => ({
    [`POST ${PATH}`]: {
      status: 201,
      body: { database_user: { ...user("reader-1"), ...(password && { password }) } },
    },
  });
  answer(made("made-by-the-server"));
  const words = ["--addon", "my-app-3030", "database-users-create", "reader-1", "--read-only"];
  expect((await berth([...words, "--generate"])).out).toBe(
    'User "reader-1" created with password "made-by-the-server".\n',
  );
  expect(asked.at(-1)?.body).toEqual({ database_user: { name: "reader-1", read_only: true } });
  answer(made());
  expect((await berth(words, { input: `${OWN}\n${OWN}\n` })).out).toBe('User "reader-1" created.\n');
  expect(asked.at(-1)?.body).toMatchObject({
    database_user: { password: OWN, password_confirmation: OWN },
  });
  expect(await berth(words, { input: `${OWN}\nother\n` })).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining("Password confirmation doesn't match."),
  });
  const custom = ["--categories", "read,hash", "--keys", "a:* b"];
  await berth(["--addon", "my-app-3030", "database-create-user", "reader-1", ...custom, "--generate"]);
  expect(asked.at(-1)?.body).toMatchObject({
    database_user: { role: "custom", categories: ["read", "hash"], key_patterns: ["a:*", "b"] },
  });
});

test("a password is changed or made anew, and a user deleted", async () => {
  const of = ["--addon", "my-app-3030"];
  answer({
    [`PATCH ${PATH}/reader-1`]: { body: { database_user: user("reader-1") } },
    [`POST ${PATH}/reader-1/reset_password`]: {
      body: { database_user: { ...user("reader-1"), password: "new-one" } },
    },
    [`DELETE ${PATH}/reader-1`]: { status: 204, body: "" },
    [`DELETE ${PATH}/default`]: {
      status: 403,
      body: {
        error: "Protected user is managed by the platform and cannot be deleted.",
        code: "protected_user",
      },
    },
  });
  const update = [...of, "database-users-update-password", "reader-1"];
  expect((await berth(update, { input: `${OWN}\n${OWN}\n` })).out).toBe(
    'User "reader-1" password updated.\n',
  );
  expect((await berth([...update, "--generate"])).out).toBe(
    'User "reader-1" updated with password "new-one".\n',
  );
  expect((await berth([...of, "database-users-delete", "reader-1"])).out).toBe(
    "-----> User reader-1 has been deleted\n",
  );
  expect(await berth([...of, "database-users-delete", "default"])).toMatchObject({
    exitCode: 4,
    err: expect.stringContaining("Protected user is managed by the platform and cannot be deleted."),
  });
});

test("rotate-password waits for the new one, and ends the former when told", async () => {
  answer({
    "GET /api/databases/my-app-3030": { body: { database: DATABASE } },
    "POST /v1/databases/my-app-3030/rotate_password": { status: 202, body: { operation_id: OPERATION_ID } },
    "DELETE /v1/databases/my-app-3030/former_password": { status: 204, body: "" },
    [OPERATION_PATH]: slowly("rotate-password"),
  });
  expect((await berth(["rotate-password", "my-app-3030"])).out).toBe(
    "-----> Database my-app-3030 has a new password\n",
  );
  expect((await berth(["rotate-password", "my-app-3030", "--end-former"])).out).toBe(
    "-----> The former password ends within seconds\n",
  );
});
