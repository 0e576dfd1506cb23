import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { makeAddon, makeApp, makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { CreateAppInput } from "../../contract/apps";
import { setAppDeleted, setAppliedRevision } from "../../db/apps";
import { transaction } from "../../db/client";
import { addCollaborator } from "../collaborators/add-collaborator";
import { getOperation } from "../operations/get-operation";
import { setVariable } from "../variables/set-variable";
import { createApp } from "./create-app";
import { getApp } from "./get-app";
import { listApps } from "./list-apps";
import { listEvents } from "./list-events";
import { listLinkableServices } from "./list-linkable-services";

withDatabase();

const name = (): string => `app-${randomUUID().slice(0, 8)}`;
const create = (input: object) => CreateAppInput.parse({ source: "none", name: name(), ...input });
const page = { page: 1 };

describe("create-app", () => {
  test("an app from an image is started by an operation that exists with it", async () => {
    const ctx = makeContext(await makeUser());
    const input = create({ source: "image", image: "nginx", containerPort: 80, publishedPort: 20_080 });
    const created = await createApp(ctx, input);
    expect(created.operationId).not.toBeNull();
    expect(await getApp(ctx, { app: input.name })).toMatchObject({
      source: "image",
      image: "nginx",
      publishedPort: 20_080,
      needsRestart: true,
      isManageable: true,
      currentOperationId: created.operationId,
    });
    const operation = await getOperation(ctx, { app: input.name, operationId: created.operationId ?? "" });
    expect(operation).toMatchObject({ kind: "create-app", status: "queued", appName: input.name });
    const { events } = await listEvents(ctx, { app: input.name, ...page });
    expect(events).toMatchObject([
      { type: "new_app", actorEmail: ctx.actor.email, data: { name: input.name } },
    ]);
  });

  test("an app of no source has nothing to start, and keeps no field that its source does not call for", async () => {
    const ctx = makeContext(await makeUser());
    const input = create({ image: "nginx", service: "x" });
    expect(await createApp(ctx, input)).toEqual({ name: input.name, operationId: null });
    expect(await getApp(ctx, { app: input.name })).toMatchObject({
      image: null,
      service: null,
      needsRestart: false,
      currentOperationId: null,
    });
  });

  test("a name is taken by one of several who ask at once, and the others are told so", async () => {
    const ctx = makeContext(await makeUser());
    const input = create({});
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => createApp(ctx, input)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results)
      if (result.status === "rejected")
        expect(result.reason).toMatchObject({ code: "conflict", fields: { name: [expect.any(String)] } });
  });

  test("a published port belongs to one app", async () => {
    const ctx = makeContext(await makeUser());
    const image = { source: "image", image: "nginx", containerPort: 80, publishedPort: 20_081 };
    await createApp(ctx, create(image));
    await expect(createApp(ctx, create(image))).rejects.toMatchObject({
      code: "conflict",
      fields: { publishedPort: [expect.any(String)] },
    });
  });

  test("a deleted app's name and port are free again", async () => {
    const { app, ctx } = await makeApp({ containerPort: 80, publishedPort: 20_082 });
    await transaction((tx) => setAppDeleted(tx, app.id));
    const input = create({
      name: app.name,
      source: "image",
      image: "nginx",
      containerPort: 80,
      publishedPort: 20_082,
    });
    await expect(createApp(ctx, input)).resolves.toMatchObject({ name: app.name });
  });

  test("an administrator links a service, which then belongs to that app alone", async () => {
    const world = {
      engine: { listForeignServices: async () => [{ name: "shop", image: "shop:1", isLinked: false }] },
    };
    const ctx = makeContext(await makeUser({ isAdmin: true }), world);
    const input = create({ source: "service", service: "shop" });
    expect(await listLinkableServices(ctx)).toEqual(["shop"]);
    expect(await createApp(ctx, input)).toEqual({ name: input.name, operationId: null });
    expect(await listLinkableServices(ctx)).toEqual([]);
    await expect(createApp(ctx, create({ source: "service", service: "shop" }))).rejects.toMatchObject({
      code: "invalid",
      reason: "service_not_linkable",
    });
  });

  test("nobody but an administrator links a service or sees which there are", async () => {
    const world = {
      engine: { listForeignServices: async () => [{ name: "till", image: "till:1", isLinked: false }] },
    };
    const ctx = makeContext(await makeUser(), world);
    expect(await listLinkableServices(ctx)).toEqual([]);
    await expect(createApp(ctx, create({ source: "service", service: "till" }))).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test.each([
    ["an image app without image", { source: "image" }, "image"],
    ["a linked app without service", { source: "service" }, "service"],
    ["one port without the other", { containerPort: "80" }, "publishedPort"],
    ["a published port of the host's own", { containerPort: "80", publishedPort: "80" }, "publishedPort"],
    ["an open quote in the command", { command: "sh -c 'x" }, "command"],
    ["a name with capitals", { name: "My-App" }, "name"],
  ])("%s is refused before anything is asked", (_name, input, field) => {
    const parsed = CreateAppInput.safeParse({ name: "good-name", source: "none", ...input });
    expect(parsed.error?.issues.map(({ path }) => path[0])).toEqual([field]);
  });
});

describe("list-apps and get-app", () => {
  test("one sees one's own apps and those one works on, sorted by name, with their addons counted", async () => {
    const { owner, ctx, app } = await makeApp({ name: "zz-mine" });
    const other = await makeApp({ name: "aa-shared" });
    await makeApp();
    await addCollaborator(other.ctx, { app: other.app.name, email: owner.email });
    await makeAddon(ctx, app);
    await makeAddon(ctx, app, { status: "failed" });
    expect((await listApps(ctx, { q: "", page: 1 })).apps).toMatchObject([
      { name: "aa-shared", addons: 0, ownerEmail: other.owner.email },
      { name: "zz-mine", addons: 2, ownerEmail: owner.email, source: "none", createdAt: expect.any(String) },
    ]);
  });

  test("a page holds fifty, and a part of the name finds the others", async () => {
    const { owner, ctx } = await makeApp({ name: "zz-last" });
    for (let number = 10; number < 62; number += 1) await makeApp({ owner, name: `page-${number}` });
    const first = await listApps(ctx, { q: "", page: 1 });
    expect([first.apps.length, first.hasMore]).toEqual([50, true]);
    const second = await listApps(ctx, { q: "", page: 2 });
    expect(second).toMatchObject({ page: 2, pages: 2, hasMore: false, total: 53 });
    expect(second.apps.map(({ name }) => name)).toEqual(["page-60", "page-61", "zz-last"]);
    const found = await listApps(ctx, { q: "last", page: 1 });
    expect(found.apps.map(({ name }) => name)).toEqual(["zz-last"]);
  });

  test("an administrator sees all of them", async () => {
    const { app } = await makeApp();
    const admin = makeContext(await makeUser({ isAdmin: true }));
    expect((await listApps(admin, { q: app.name, page: 1 })).apps.map((item) => item.name)).toContain(
      app.name,
    );
    expect(await getApp(admin, { app: app.name })).toMatchObject({ isManageable: true });
  });

  test("a collaborator sees an app but does not manage it", async () => {
    const { ctx, app } = await makeApp();
    const helper = await makeUser();
    await addCollaborator(ctx, { app: app.name, email: helper.email });
    expect(await getApp(makeContext(helper), { app: app.name })).toMatchObject({ isManageable: false });
  });

  test("a stranger's answer is the same as for an app that does not exist", async () => {
    const { app } = await makeApp();
    const stranger = makeContext(await makeUser());
    const answers = await Promise.all(
      [app.name, "no-such-app"].map((which) => getApp(stranger, { app: which }).catch((error) => error)),
    );
    for (const answer of answers) expect(answer).toMatchObject({ code: "not_found", reason: "app" });
    expect(answers[0].message).toBe(answers[1].message);
  });

  test("changed variables ask for a restart until the containers run with them", async () => {
    const { ctx, app } = await makeApp({ source: "image", image: "nginx" });
    await setVariable(ctx, { app: app.name, name: "A", value: "1" });
    expect((await getApp(ctx, { app: app.name })).needsRestart).toBe(true);
    await setAppliedRevision(app.id, 1);
    expect((await getApp(ctx, { app: app.name })).needsRestart).toBe(false);
  });
});
