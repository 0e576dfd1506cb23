import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { makeAddon, makeApp } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { transaction } from "./client";
import { OPERATION_COLUMNS } from "./operations";

withDatabase();

const readAll = () =>
  transaction((tx) => tx.operation.findMany({ where: { kind: "provision" }, select: OPERATION_COLUMNS }));

test("a transaction asks its connection one thing at a time, as the driver wants it", async () => {
  const told: string[] = [];
  const note = ({ message }: Error) => told.push(message);
  process.on("warning", note);
  onTestFinished(() => void process.off("warning", note));
  const { ctx, app } = await makeApp();
  const { resourceId } = await makeAddon(ctx, app);
  expect(await readAll()).toMatchObject([
    { app: { name: app.name }, database: { addon: { resourceId } }, steps: expect.any(Array) },
  ]);
  // Warnings come in the next turn.
  await delay(0);
  expect(told).toEqual([]);
});

test("what fails in a transaction ends it, and the next one is served", async () => {
  const { owner } = await makeApp();
  const failing = transaction(async (tx) => {
    await tx.user.updateMany({ data: { name: "never kept" } });
    await Promise.all([tx.$queryRaw`SELECT 1 / 0`, tx.app.findMany({ select: { owner: true } })]);
  });
  await expect(failing).rejects.toThrow(/division by zero/);
  const names = await transaction((tx) => tx.user.findMany({ select: { name: true, apps: true } }));
  expect(names.map(({ name }) => name)).toContain(owner.name);
  expect(names.map(({ name }) => name)).not.toContain("never kept");
});
