import { expect, test } from "vitest";
import { withCli } from "@/tests/cli";
import { AT } from "@/tests/cli-answers";

const cli = withCli();
const { berth, answer, asked } = cli;

const carl = {
  id: "u2",
  app_id: "a1",
  user_id: "u2",
  username: "carl",
  email: "carl@example.org",
  status: "accepted",
  added_at: AT,
  role: "view",
  is_limited: true,
};
const PATH = "/v1/apps/my-app/collaborators";

test("who else has access is listed with their roles", async () => {
  answer({ [`GET ${PATH}`]: { body: { collaborators: [carl] } } });
  const { out } = await berth(["--app", "my-app", "collaborators"]);
  expect(out).toMatch(/EMAIL +.*ROLE/);
  expect(out).toMatch(/carl@example\.org .* view/);
});

test.each([
  [[], undefined],
  [["--role", "own"], "own"],
  [["--limited"], "view"],
])("a person is let in with %j as %s", async (flags, role) => {
  answer({ [`POST ${PATH}`]: { status: 201, body: { collaborator: { ...carl, role: role ?? "operate" } } } });
  const { err, out } = await berth(["--app", "my-app", "collaborators-add", carl.email, ...flags]);
  expect(asked.at(-1)?.body).toEqual({ collaborator: { email: carl.email, ...(role && { role }) } });
  expect(out + err).toContain(`has access to my-app (${role ?? "operate"})`);
});

test("a role is changed by email, and has to be said", async () => {
  answer({ [`PATCH ${PATH}/carl%40example.org`]: { body: { collaborator: carl } } });
  const words = ["--app", "my-app", "collaborators-update", carl.email];
  expect((await berth([...words, "--role", "view"])).exitCode).toBe(0);
  expect(asked.at(-1)?.body).toEqual({ collaborator: { role: "view" } });
  expect(await berth(words)).toMatchObject({ exitCode: 2, err: expect.stringContaining("Say the role") });
  expect(await berth([...words, "--role", "own", "--limited"])).toMatchObject({ exitCode: 2 });
  expect(await berth([...words, "--role", "boss"])).toMatchObject({ exitCode: 2 });
});

test("access is taken away by email", async () => {
  answer({ [`DELETE ${PATH}/carl%40example.org`]: { status: 204 } });
  expect((await berth(["--app", "my-app", "collaborators-remove", carl.email])).exitCode).toBe(0);
});
