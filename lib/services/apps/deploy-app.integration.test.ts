import { describe, expect, test } from "vitest";
import { makeApp, makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { DeployAppInput } from "../../contract/apps";
import { loadApp, setAppliedRevision } from "../../db/apps";
import { transaction } from "../../db/client";
import { finishOperation } from "../../db/operations";
import { createApp } from "./create-app";
import { deployApp } from "./deploy-app";
import { deployTag } from "./deploy-tag";
import { getApp } from "./get-app";
import { listEvents } from "./list-events";
import { restartApp } from "./restart-app";

withDatabase();

const FORMER = {
  source: "image",
  image: "team/web:1",
  command: "serve",
  containerPort: 80,
  revision: 4,
} as const;

let lastPort = 18_080;
/** A port belongs to one app only. */
const makeFormer = () => makeApp({ ...FORMER, publishedPort: ++lastPort });

describe("deploy-app", () => {
  test("what is said is changed, the rest stays, and the timeline tells it", async () => {
    const { ctx, app } = await makeFormer();
    const operation = await deployApp(ctx, { app: app.name, image: "team/web:2" });
    expect(operation).toMatchObject({ kind: "deploy", status: "queued" });
    expect(await loadApp(app.id)).toMatchObject({ ...FORMER, image: "team/web:2", revision: 5 });
    const { events } = await listEvents(ctx, { app: app.name, page: 1 });
    const told = { type: "deploy_app", data: { image: "team/web:2" }, operationId: operation.id };
    expect(events).toMatchObject([told]);
    expect(await getApp(ctx, { app: app.name })).toMatchObject({ isRestarting: true, needsRestart: true });
  });

  test("empty fields of a form take command and ports away, but never the image", async () => {
    const { ctx, app } = await makeFormer();
    expect(app.publishedPort).toBe(lastPort);
    const form = { app: app.name, image: "", command: "", containerPort: "", publishedPort: "" };
    await deployApp(ctx, DeployAppInput.parse(form));
    const cleared = { image: "team/web:1", command: null, containerPort: null, publishedPort: null };
    expect(await loadApp(app.id)).toMatchObject(cleared);
  });

  test("a port that a deployment may go back to is nobody else's until it has ended", async () => {
    const { ctx, app } = await makeFormer();
    const { publishedPort } = app;
    await setAppliedRevision(app.id, FORMER.revision);
    const { id } = await deployApp(ctx, { app: app.name, publishedPort: ++lastPort });
    const taken = {
      code: "conflict",
      fields: { publishedPort: [expect.stringMatching(/being deployed away/)] },
    };
    const ports = { containerPort: 80, publishedPort: publishedPort ?? undefined };
    const newApp = { name: `${app.name}-n`, source: "image", image: "team/web:1", ...ports } as const;
    await expect(createApp(ctx, newApp)).rejects.toMatchObject(taken);
    const other = await makeFormer();
    const deployOther = () => deployApp(other.ctx, { app: other.app.name, publishedPort });
    await expect(deployOther()).rejects.toMatchObject(taken);
    await transaction((tx) => finishOperation(tx, id, null));
    expect(await deployOther()).toMatchObject({ kind: "deploy" });
  });

  test("an app that had nothing yet runs its first image", async () => {
    const { ctx, app } = await makeApp();
    await expect(deployApp(ctx, { app: app.name, command: "serve" })).rejects.toMatchObject({
      code: "invalid",
      fields: { image: [expect.any(String)] },
    });
    await deployApp(ctx, { app: app.name, image: "team/web:1" });
    expect(await loadApp(app.id)).toMatchObject({ source: "image", image: "team/web:1", revision: 1 });
  });

  test("another tag takes the place of the present one", async () => {
    const { ctx, app } = await makeFormer();
    await deployTag(ctx, { app: app.name, tag: "2.0" });
    expect(await loadApp(app.id)).toMatchObject({ ...FORMER, image: "team/web:2.0", revision: 5 });
    const empty = await makeApp();
    await expect(deployTag(empty.ctx, { app: empty.app.name, tag: "1" })).rejects.toMatchObject({
      fields: { image: [expect.any(String)] },
    });
  });

  test("of several at once, a first start and restarts among them, one is made", async () => {
    const { ctx, app } = await makeFormer();
    const results = await Promise.allSettled([
      deployApp(ctx, { app: app.name, image: "team/web:2" }),
      restartApp(ctx, { app: app.name }),
      deployTag(ctx, { app: app.name, tag: "3" }),
    ]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await loadApp(app.id)).revision).toBe(5);
    const { name } = await createApp(ctx, { name: `${app.name}-b`, source: "image", image: "team/web:1" });
    const busy = { code: "conflict", reason: "operation_running" };
    await expect(deployApp(ctx, { app: name, image: "team/web:2" })).rejects.toMatchObject(busy);
    expect(await getApp(ctx, { app: name })).toMatchObject({ image: "team/web:1" });
  });

  test("one port without the other, and a port of another app, are refused and change nothing", async () => {
    const { ctx, app } = await makeFormer();
    const second = await makeApp({ source: "image", image: "team/web:1" });
    await expect(deployApp(ctx, { app: app.name, publishedPort: null })).rejects.toMatchObject({
      code: "invalid",
      fields: { publishedPort: [expect.any(String)] },
    });
    await expect(
      deployApp(second.ctx, { app: second.app.name, containerPort: 80, publishedPort: app.publishedPort }),
    ).rejects.toMatchObject({ code: "conflict", fields: { publishedPort: [expect.any(String)] } });
    for (const { id, revision, publishedPort } of [app, second.app])
      expect(await loadApp(id)).toMatchObject({ revision, publishedPort });
  });

  test("a linked service is its owner's to deploy", async () => {
    const { ctx, app } = await makeApp({ source: "service", service: "shop" });
    await expect(deployApp(ctx, { app: app.name, image: "team/web:1" })).rejects.toMatchObject({
      code: "invalid",
      reason: "not_from_image",
    });
  });

  test("a stranger gets not_found, a read-only token forbidden", async () => {
    const { ctx, app } = await makeFormer();
    const input = { app: app.name, image: "team/web:2" };
    const stranger = makeContext(await makeUser());
    await expect(deployApp(stranger, input)).rejects.toMatchObject({ code: "not_found" });
    await expect(deployTag(stranger, { app: app.name, tag: "2" })).rejects.toMatchObject({
      code: "not_found",
    });
    const reader = { ...ctx, actor: { ...ctx.actor, scope: "read" as const } };
    await expect(deployApp(reader, input)).rejects.toMatchObject({ code: "forbidden" });
    await expect(deployTag(reader, { app: app.name, tag: "2" })).rejects.toMatchObject({ code: "forbidden" });
  });
});
