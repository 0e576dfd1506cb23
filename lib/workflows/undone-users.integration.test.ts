import { beforeEach, expect, test } from "vitest";
import { durableRunner } from "../../tests/durable";
import { INSTANCE } from "../../tests/factories";
import { withDatabase } from "../../tests/postgres";
import { makeWorld } from "../../tests/workflow-world";
import { GIB } from "../core/units";
import { prisma } from "../db/client";
import { loadOperation } from "../db/operations";
import { addDatabaseUser } from "../services/database-users/add-database-user";
import { removeDatabaseUser } from "../services/database-users/remove-database-user";
import { changePlan } from "../services/databases/change-plan";
import { undoChange as askToUndo } from "../services/databases/undo-change";
import { handOff } from "./hand-off";
import { undoChange } from "./undo-change";

withDatabase();
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

test("a hand-off takes people's users along, and an undo those of today to the node of yesterday", async () => {
  const { addRunning, ctx, world, redis, replication, users, engineWorld } = await makeWorld();
  const { resourceId } = await addRunning();
  const node = (number: number) => `${INSTANCE}-${resourceId}-node-${number}`;
  await replication.state({ serviceName: node(1), user: "berth", password: "" });
  const size = (number: number, maxMemoryBytes: number) => {
    redis.setInfo(node(number), { maxMemoryBytes });
    redis.setInfo(`${INSTANCE}-${resourceId}`, { maxMemoryBytes });
  };
  const add = (name: string) => addDatabaseUser(ctx, { resourceId, name, role: "read-only" });
  await add("stays-on");
  await add("goes-away");
  size(2, GIB);
  const change = await changePlan(ctx, { resourceId, planId: "1g" });
  await durableRunner(world).run(handOff, change.id);
  expect(await loadOperation(change.id)).toMatchObject({ status: "succeeded" });
  const files = [...engineWorld.secrets.entries()].filter(([name]) => name.includes("-n2-"));
  expect(files.map(([, { content }]) => content).join("")).toMatch(
    /^user goes-away reset off #0{64} #[0-9a-f]{64} [\s\S]*^user stays-on reset off #0{64} /m,
  );

  await removeDatabaseUser(ctx, { resourceId, name: "goes-away" });
  await add("new-since");
  size(1, GIB / 4);
  const undo = await askToUndo(ctx, { resourceId, acceptsLoss: true });
  await durableRunner(world).run(undoChange, undo.id);
  expect(await loadOperation(undo.id)).toMatchObject({ status: "succeeded", errorMessage: null });
  const present = users.usersOf(node(1));
  expect(Object.keys(present).sort()).toEqual(["default", "new-since", resourceId, "stays-on"].sort());
  expect(present["new-since"]?.slice(0, 3)).toEqual(["reset", "off", `#${"0".repeat(64)}`]);
  expect(present.default).toContain(`#${"0".repeat(64)}`);
});
