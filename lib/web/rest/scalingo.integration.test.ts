import { clientFromToken } from "scalingo";
import { expect, test } from "vitest";
import { z } from "zod";
import { withApi } from "@/tests/api";
import { backupWorld } from "@/tests/backup-world";
import { makeBackup, scheduledRestoration } from "@/tests/backups";
import { makeAddon, makeApp, makeUser } from "@/tests/factories";
import { makeStorage } from "@/tests/stored-backups";
import { getDatabase } from "../../services/databases/get-database";

const api = withApi(backupWorld().parts);

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

const Id = z.object({ id: z.uuid() });

test("backups are scheduled, made, listed newest first, shown and fetched", async () => {
  await makeStorage();
  const { owner, app } = await makeApp();
  const ctx = api.contextFor(owner);
  const { id, resourceId } = await makeAddon(ctx, app);
  const { id: databaseId } = await getDatabase(ctx, { resourceId });
  const first = await makeBackup(databaseId, {
    createdAt: new Date("2026-01-02T00:00:10.000Z"),
    startedAt: new Date("2026-01-02T00:00:11.000Z"),
  });
  const failed = await makeBackup(databaseId, {
    createdAt: new Date("2026-01-03T00:00:10.000Z"),
    status: "error",
    archiveBytes: null,
    errorReason: "x",
    errorMessage: "X.",
  });

  // It has no words of its own for this part of the API, and is lent an address that it sends its token to.
  const http = (await clientOf(owner)).apiClient();
  const place = `${api.url()}/api/databases/${id}`;
  const get = async (path: string) => (await http.get<unknown>(place + path)).data;
  const post = (path: string) => http.post<unknown>(place + path, {});

  for (const [hour, shown] of [
    [3, [3]],
    [[4], [4]],
  ]) {
    const sent = { periodic_backups_scheduled_at: hour, periodic_backups_enabled: true };
    const { status, data } = await http.patch<unknown>(place, { database: sent });
    expect(status).toBe(200);
    const config = { periodic_backups_scheduled_at: shown, periodic_backups_enabled: true };
    expect(data).toEqual({ database: expect.objectContaining({ id, ...config }) });
    expect(await get("")).toEqual(data);
  }

  const made = await post("/backups");
  expect(made.status).toBe(201);
  const { database_backup } = z.object({ database_backup: z.unknown() }).parse(made.data);
  const manual = Id.parse(database_backup).id;
  expect(database_backup).toEqual({
    id: manual,
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    started_at: null,
    name: expect.stringMatching(new RegExp(`^\\d{14}_${resourceId}\\.tar\\.gz$`)),
    size: null,
    status: "scheduled",
    database_id: id,
    method: "manual",
  });
  const done = {
    id: first,
    created_at: "2026-01-02T00:00:10.000Z",
    started_at: "2026-01-02T00:00:11.000Z",
    name: `20260102000010_${resourceId}.tar.gz`,
    size: 1_048_576,
    status: "done",
    database_id: id,
    method: "periodic",
  };
  const failure = expect.objectContaining({ id: failed, status: "error", size: null, method: "periodic" });
  expect(await get("/backups")).toEqual({ database_backups: [database_backup, failure, done] });
  expect(await get(`/backups/${first}`)).toEqual({ database_backup: done });
  expect((await http.get<unknown>(`${api.url()}/api/backups/${first}`)).data).toEqual({
    database_backup: done,
  });

  const link = new RegExp(`^${api.url()}/downloads/[\\w-]+\\.[\\w-]+\\.[\\w-]+$`);
  expect(await get(`/backups/${first}/archive`)).toEqual({ download_url: expect.stringMatching(link) });
  await expect(http.get(`${place}/backups/${manual}/archive`)).rejects.toMatchObject({
    response: { status: 409, data: { code: "backup_not_done", error: expect.any(String) } },
  });
});

test("a backup is restored, and how far that is can be asked", async () => {
  const { owner, app } = await makeApp();
  const ctx = api.contextFor(owner);
  const { id, resourceId } = await makeAddon(ctx, app);
  const { id: databaseId } = await getDatabase(ctx, { resourceId });
  const backup = await makeBackup(databaseId);
  const http = (await clientOf(owner)).apiClient();
  const place = `${api.url()}/api/databases/${id}`;
  const { data } = await http.post<unknown>(`${place}/backups/${backup}/restore`, {});
  expect(data).toEqual(scheduledRestoration({ addonId: id, backup }));
  const shown = await http.get<unknown>(`${place}/backup_restorations/${Id.parse(data).id}`);
  expect(shown).toMatchObject({ status: 200, data: { backup_restoration: data } });
  await expect(http.get(`${place}/backup_restorations/${backup}`)).rejects.toMatchObject({
    response: { status: 404, data: { error: expect.any(String) } },
  });
});
