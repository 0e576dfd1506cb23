import { beforeEach, describe, expect, test } from "vitest";
import { INSTANCE } from "../../tests/factories";
import { withDatabase } from "../../tests/postgres";
import {
  crashAndResume,
  crashes,
  makeWorld,
  resourcesOf,
  type WorkflowWorld,
} from "../../tests/workflow-world";
import { loadApp } from "../db/apps";
import { prisma } from "../db/client";
import { loadOperation } from "../db/operations";
import { deleteApp as askToDeleteApp } from "../services/apps/delete-app";
import { deleteApp } from "./delete-app";

withDatabase();
// Each engine in memory is new: what other tests placed on it must not count.
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

const DELETE_APP_STEPS = [
  "begin",
  "remove-service",
  "remove-databases",
  "remove-network",
  "record-deletion",
  "succeed",
];

describe("delete-app", () => {
  const ask = (world: WorkflowWorld) => askToDeleteApp(world.ctx, { app: world.name, confirm: world.name });

  test.each(crashes(DELETE_APP_STEPS))(
    "a crash $crash.when of $name ends as if there was none",
    async ({ crash }) => {
      const world = await makeWorld();
      const { resourceId } = await world.addRunning();
      const { id } = await ask(world);
      expect(await crashAndResume(world, deleteApp, id, crash)).toEqual(DELETE_APP_STEPS);
      expect(await loadOperation(id)).toMatchObject({ status: "succeeded" });
      expect(await resourcesOf(world.engine)).toEqual([
        `network ${INSTANCE}`,
        `volume ${INSTANCE}-${resourceId}-node-1`,
      ]);
      expect((await loadApp(world.appId)).deletedAt).not.toBeNull();
    },
  );
});
