import { clientFromToken } from "scalingo";
import { expect, test } from "vitest";
import { withApi } from "@/tests/api";
import { makeAddon, makeApp, makeUser } from "@/tests/factories";

const api = withApi();

/** The vendor's own library, as somebody who has a token. */
async function clientOf(user: Awaited<ReturnType<typeof makeUser>>) {
  const { token } = await api.tokenFor(user);
  return clientFromToken(token, { apiUrl: api.url(), authApiUrl: api.url(), billingApiUrl: api.url() });
}

test("tokens are exchanged, listed, made and destroyed, and tell who one is", async () => {
  const user = await makeUser();
  const client = await clientOf(user);
  expect(client._token.split(".")).toHaveLength(3);
  expect(await client.Users.self()).toMatchObject({ id: user.id, email: user.email, flags: {} });
  const made = await client.Tokens.create("from the library");
  expect(made).toMatchObject({ name: "from the library", token: expect.stringMatching(/^tk-us-/) });
  expect((await client.Tokens.all()).map(({ name }) => name)).toEqual(["from the library", "test"]);
  await client.Tokens.destroy(made.id);
  expect(await client.Tokens.all()).toHaveLength(1);
  expect(await client.Regions.all()).toMatchObject([{ name: "berth", default: true, api: api.url() }]);
  await expect(
    clientFromToken("tk-us-wrong", { apiUrl: api.url(), authApiUrl: api.url() }),
  ).rejects.toMatchObject({ status: 401 });
});

test("apps are made, found and listed, with their collaborators", async () => {
  const user = await makeUser();
  const client = await clientOf(user);
  const made = await client.Apps.create({ name: "shop-window" });
  expect(made).toMatchObject({ name: "shop-window", status: "new", owner: { email: user.email } });
  expect(await client.Apps.find("shop-window")).toMatchObject({ id: made.id });
  expect(await client.Apps.find(made.id)).toMatchObject({ name: "shop-window" });
  expect((await client.Apps.all()).map(({ name }) => name)).toEqual(["shop-window"]);
  await expect(client.Apps.create({ name: "shop-window" })).rejects.toMatchObject({ status: 409 });
  await expect(client.Apps.create({ name: "Not A Name" })).rejects.toMatchObject({
    status: 422,
    data: { errors: { name: [expect.any(String)] } },
  });
  await expect(client.Apps.find("no-such-app")).rejects.toMatchObject({
    status: 404,
    data: { resource: "app" },
  });
  await expect(client.Apps.create({ name: "only-looking", dry_run: true })).rejects.toMatchObject({
    status: 400,
  });

  const helper = await makeUser();
  const invited = await client.Collaborators.invite(made.id, helper.email);
  expect(invited).toMatchObject({ email: helper.email, status: "accepted" });
  const [listed] = await client.Collaborators.for(made.id);
  expect(listed).toMatchObject({ id: helper.id });
  await client.Collaborators.destroy(made.id, helper.id);
  expect(await client.Collaborators.for(made.id)).toEqual([]);
});

test("an addon is chosen, added, looked at, upgraded and destroyed", async () => {
  const { owner, app } = await makeApp();
  const client = await clientOf(owner);
  const [provider] = await client.Addons.listProviders();
  expect(provider).toMatchObject({ id: "redis", name: "Redis® OSS" });
  expect(provider?.plans.map(({ name }) => name)).toContain("1g");

  const added = await client.Addons.create(app.name, { addon_provider_id: "redis", plan_id: "256m" });
  expect(added).toMatchObject({ status: "provisioning", plan: { name: "256m" } });
  const busy = client.Addons.destroy(app.name, added.id);
  await expect(busy).rejects.toMatchObject({ status: 409, data: { code: "addon_busy" } });

  const running = await makeAddon(api.contextFor(owner), app);
  expect((await client.Addons.for(app.name)).map(({ id }) => id)).toEqual([added.id, running.id]);
  expect(await client.Addons.getAddon(app.name, running.id)).toMatchObject({ status: "running" });
  expect(await client.Addons.sso(app.name, running.id)).toMatchObject({
    sso_url: `${api.url()}/databases/${running.resourceId}`,
  });
  expect(await client.Addons.update(app.name, running.id, { plan_id: "512m" })).toMatchObject({
    id: running.id,
  });
  const third = await makeAddon(api.contextFor(owner), app);
  await client.Addons.destroy(app.name, third.id);
  expect(await client.Addons.getAddon(app.name, third.id)).toMatchObject({ status: "removing" });
});

test("variables are made, changed one by one and together, and destroyed", async () => {
  const { owner, app } = await makeApp();
  const { Environment } = await clientOf(owner);
  const made = await Environment.create(app.name, { name: "LEVEL", value: "info" });
  expect(made).toMatchObject({ name: "LEVEL", value: "info" });
  const changed = await Environment.update(app.name, made.id, "debug");
  expect(changed).toEqual({ id: made.id, name: "LEVEL", value: "debug" });
  await Environment.bulkUpdate(app.name, [
    { name: "LEVEL", value: "warn" },
    { name: "OTHER", value: "" },
  ]);
  expect((await Environment.for(app.name)).map(({ name, value }) => [name, value])).toEqual([
    ["LEVEL", "warn"],
    ["OTHER", ""],
  ]);
  await Environment.destroy(app.name, made.id);
  expect(await Environment.for(app.name)).toHaveLength(1);
});

test("events are listed for an app and for a person, page by page", async () => {
  const { owner, app } = await makeApp();
  const client = await clientOf(owner);
  await client.Environment.create(app.name, { name: "A", value: "1" });
  await client.Environment.create(app.name, { name: "B", value: "1" });
  const { events, meta } = await client.Events.for(app.id, { page: 1, per_page: 1 });
  expect(events).toMatchObject([
    { type: "new_variable", app_name: app.name, user: { email: owner.email }, type_data: { name: "B" } },
  ]);
  const pagination = { current_page: 1, prev_page: null, next_page: 2, total_pages: 2, total_count: 2 };
  expect(meta).toEqual({ ...pagination, pagination });
  expect((await client.Events.all()).events).toHaveLength(2);
});

test("a restart is an operation that is followed, and its containers are listed", async () => {
  const { owner, app } = await makeApp({ source: "image", image: "team/web:1" });
  const client = await clientOf(owner);
  const operation = await client.Containers.restart(app.name);
  expect(operation).toMatchObject({ status: "pending", type: "restart" });
  expect(await client.Operations.operation(app.name, String(operation.id))).toMatchObject({
    id: operation.id,
    error: null,
  });
  expect(await client.Containers.processes(app.name)).toEqual([]);
  expect(await client.Apps.find(app.name)).toMatchObject({ status: "restarting" });
});
