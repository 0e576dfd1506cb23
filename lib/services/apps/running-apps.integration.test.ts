import { describe, expect, test } from "vitest";
import { makeAddon, makeApp, makeContext, makeHost, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { DomainError } from "../../core/errors";
import { listAddons } from "../../db/addons";
import { loadApp, setAppDeleted } from "../../db/apps";
import { prisma, transaction } from "../../db/client";
import { insertEvent } from "../../db/events";
import { finishOperation, setOperationRunning } from "../../db/operations";
import type { Task } from "../../ports/docker-engine";
import { addCollaborator } from "../collaborators/add-collaborator";
import { getOperation } from "../operations/get-operation";
import { setVariable } from "../variables/set-variable";
import { deleteApp } from "./delete-app";
import { getApp } from "./get-app";
import { listContainers } from "./list-containers";
import { listEvents } from "./list-events";
import { restartApp } from "./restart-app";

withDatabase();

const page = { page: 1 };

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
    name: "",
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
        containerId: "c1",
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
