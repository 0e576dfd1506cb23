import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { makeAddon, makeApp, makeContext, makeHost, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { CreateAppInput } from "../../contract/apps";
import { DomainError } from "../../core/errors";
import { listAddons } from "../../db/addons";
import { loadApp, setAppDeleted, setAppliedRevision } from "../../db/apps";
import { prisma, transaction } from "../../db/client";
import { insertEvent } from "../../db/events";
import { finishOperation, setOperationRunning } from "../../db/operations";
import type { Task } from "../../ports/docker-engine";
import { addCollaborator } from "../collaborators/add-collaborator";
import { getOperation } from "../operations/get-operation";
import { setVariable } from "../variables/set-variable";
import { createApp } from "./create-app";
import { deleteApp } from "./delete-app";
import { getApp } from "./get-app";
import { listApps } from "./list-apps";
import { listContainers } from "./list-containers";
import { listEvents } from "./list-events";
import { listLinkableServices } from "./list-linkable-services";
import { restartApp } from "./restart-app";

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
    expect(operation).toMatchObject({ kind: "restart", status: "queued", appName: input.name });
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
    expect(second).toMatchObject({ page: 2, hasMore: false });
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

describe("restart-app", () => {
  test("a restart is a new revision and an operation", async () => {
    const { ctx, app } = await makeApp({ source: "image", image: "nginx", revision: 4 });
    const operation = await restartApp(ctx, { app: app.name });
    expect(operation).toMatchObject({ kind: "restart", status: "queued" });
    expect((await loadApp(app.id)).revision).toBe(5);
    const { events } = await listEvents(ctx, { app: app.name, ...page });
    expect(events).toMatchObject([{ type: "restart", operationId: operation.id }]);
  });

  test("of several restarts at once one is made", async () => {
    const { ctx, app } = await makeApp({ source: "image", image: "nginx" });
    const results = await Promise.allSettled(
      Array.from({ length: 4 }, () => restartApp(ctx, { app: app.name })),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results)
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "conflict" });
    expect((await loadApp(app.id)).revision).toBe(1);
  });

  test("an app without containers cannot be restarted", async () => {
    const { ctx, app } = await makeApp();
    await expect(restartApp(ctx, { app: app.name })).rejects.toMatchObject({
      code: "invalid",
      reason: "no_containers",
    });
  });

  test("a stranger gets not_found", async () => {
    const { app } = await makeApp({ source: "image", image: "nginx" });
    const stranger = makeContext(await makeUser());
    await expect(restartApp(stranger, { app: app.name })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("delete-app", () => {
  test("its addons are on their way out and every other change is refused", async () => {
    const { ctx, app } = await makeApp({ source: "image", image: "nginx" });
    await makeAddon(ctx, app);
    const operation = await deleteApp(ctx, { app: app.name, confirm: app.name });
    expect(operation).toMatchObject({ kind: "delete-app", status: "queued" });
    expect((await listAddons(app.id)).map(({ status }) => status)).toEqual(["removing"]);
    const refusal = { code: "conflict", reason: "app_being_deleted" };
    await expect(restartApp(ctx, { app: app.name })).rejects.toMatchObject(refusal);
    await expect(setVariable(ctx, { app: app.name, name: "A", value: "1" })).rejects.toMatchObject(refusal);
    await expect(makeAddon(ctx, app)).rejects.toMatchObject(refusal);
    await expect(deleteApp(ctx, { app: app.name, confirm: app.name })).rejects.toMatchObject(refusal);
  });

  test("the end of a deletion can still be seen by whoever could see the app", async () => {
    const { ctx, app } = await makeApp();
    const { id } = await deleteApp(ctx, { app: app.name, confirm: app.name });
    await setOperationRunning(id);
    await transaction(async (tx) => {
      await setAppDeleted(tx, app.id);
      await finishOperation(tx, id, null);
    });
    expect(await getOperation(ctx, { app: app.name, operationId: id })).toMatchObject({
      status: "succeeded",
    });
    await expect(getApp(ctx, { app: app.name })).rejects.toMatchObject({ code: "not_found" });
    const stranger = makeContext(await makeUser());
    await expect(getOperation(stranger, { app: app.name, operationId: id })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("a failed deletion can be tried again", async () => {
    const { ctx, app } = await makeApp();
    const { id } = await deleteApp(ctx, { app: app.name, confirm: app.name });
    await transaction((tx) => finishOperation(tx, id, { reason: "engine", message: "The engine is away." }));
    await expect(deleteApp(ctx, { app: app.name, confirm: app.name })).resolves.toMatchObject({
      status: "queued",
    });
  });

  test("of two who delete at once one does", async () => {
    const { ctx, app } = await makeApp();
    const both = await Promise.allSettled(
      [1, 2].map(() => deleteApp(ctx, { app: app.name, confirm: app.name })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("the name has to be typed", async () => {
    const { ctx, app } = await makeApp();
    await expect(deleteApp(ctx, { app: app.name, confirm: "something" })).rejects.toMatchObject({
      code: "invalid",
      fields: { confirm: [expect.stringContaining(app.name)] },
    });
  });

  test("a collaborator may not delete, a stranger sees nothing", async () => {
    const { ctx, app } = await makeApp();
    const helper = await makeUser();
    await addCollaborator(ctx, { app: app.name, email: helper.email });
    const input = { app: app.name, confirm: app.name };
    await expect(deleteApp(makeContext(helper), input)).rejects.toMatchObject({ code: "forbidden" });
    await expect(deleteApp(makeContext(await makeUser()), input)).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("list-containers", () => {
  const task: Task = {
    id: "t1",
    serviceName: "",
    containerId: "c1",
    hostId: "host-1",
    state: "running",
    exitCode: null,
    error: null,
    image: "nginx",
    revision: 1,
    createdAt: new Date(0),
  };

  test("containers come with the name of their host", async () => {
    const { owner, app } = await makeApp({ source: "image", image: "nginx" });
    const asked: string[] = [];
    const ctx = makeContext(owner, {
      engine: {
        listHosts: async () => [makeHost()],
        listTasks: async (service) => {
          asked.push(service);
          return [task, { ...task, id: "t2", hostId: null }];
        },
      },
    });
    expect(await listContainers(ctx, { app: app.name })).toEqual([
      {
        id: "t1",
        state: "running",
        error: null,
        image: "nginx",
        hostName: "machine-1",
        createdAt: "1970-01-01T00:00:00.000Z",
      },
      expect.objectContaining({ id: "t2", hostName: null }),
    ]);
    expect(asked).toEqual([`btest1_${app.name}`]);
  });

  test("an app without containers has none, also while the engine is away", async () => {
    const { owner, app } = await makeApp();
    const away = async () => {
      throw new DomainError("unavailable", "engine", "The engine does not answer.");
    };
    const ctx = makeContext(owner, { engine: { listTasks: away, listHosts: away } });
    expect(await listContainers(ctx, { app: app.name })).toEqual([]);
  });

  test("a stranger gets not_found", async () => {
    const { app } = await makeApp();
    const stranger = makeContext(await makeUser());
    await expect(listContainers(stranger, { app: app.name })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("list-events", () => {
  test("thirty a page, newest first, and the end is told", async () => {
    const { ctx, app } = await makeApp();
    for (let number = 1; number <= 31; number += 1)
      await transaction((tx) =>
        insertEvent(
          tx,
          { appId: app.id, actorId: null },
          { type: "new_variable", data: { name: `N${number}` } },
        ),
      );
    const first = await listEvents(ctx, { app: app.name, page: 1 });
    const second = await listEvents(ctx, { app: app.name, page: 2 });
    expect([first.events.length, first.hasMore, second.events.length, second.hasMore]).toEqual([
      30,
      true,
      1,
      false,
    ]);
    expect(first.events[0]?.data).toEqual({ name: "N31" });
    expect(await listEvents(ctx, { app: app.name, page: 3 })).toEqual({
      events: [],
      page: 3,
      hasMore: false,
      total: expect.any(Number),
    });
  });

  test("what an earlier version wrote is read, and what a later one wrote does no harm", async () => {
    const { ctx, app } = await makeApp();
    const old = { type: "edit_variables", data: { name: "A, B and 3 more", count: "5" } };
    await prisma().event.create({ data: { appId: app.id, ...old } });
    await prisma().event.create({ data: { appId: app.id, type: "database_moved", data: { to: { id: 1 } } } });
    const { events } = await listEvents(ctx, { app: app.name, page: 1 });
    expect(events.map(({ type, data }) => ({ type, data }))).toEqual([
      { type: "unknown", data: { type: "database_moved" } },
      { type: "edit_variables", data: { names: ["A", "B"], count: 5 } },
    ]);
  });

  test("a stranger gets not_found", async () => {
    const { app } = await makeApp();
    const stranger = makeContext(await makeUser());
    await expect(listEvents(stranger, { app: app.name, ...page })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

test("operations of one app are not found under the name of another", async () => {
  const { ctx, app, owner } = await makeApp({ source: "image", image: "nginx" });
  const other = await makeApp({ owner });
  const { id } = await restartApp(ctx, { app: app.name });
  await expect(getOperation(ctx, { app: other.app.name, operationId: id })).rejects.toMatchObject({
    code: "not_found",
  });
});
