import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { makeAddon, makeApp, makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { listEnds } from "./list-ends";

withDatabase();

test("how operations of the app ended, or that they have not; none of another app's", async () => {
  const { ctx, app } = await makeApp();
  const [done, failed, begun] = [
    await makeAddon(ctx, app),
    await makeAddon(ctx, app, { status: "failed" }),
    await makeAddon(ctx, app, { status: "provisioning" }),
  ].map(({ operationId }) => operationId ?? "");
  const elsewhere = await makeApp();
  const foreign = (await makeAddon(elsewhere.ctx, elsewhere.app)).operationId ?? "";

  const operationIds = [done, failed, begun, foreign, randomUUID()].map((id) => id ?? "");
  const ends = await listEnds(ctx, { app: app.name, operationIds });
  expect(Object.fromEntries(ends)).toEqual({
    [done ?? ""]: { status: "succeeded", tookMs: expect.any(Number), error: null },
    [failed ?? ""]: { status: "failed", tookMs: expect.any(Number), error: "No host has room." },
    [begun ?? ""]: { status: "queued", tookMs: null, error: null },
  });
  await expect(
    listEnds(makeContext(await makeUser()), { app: app.name, operationIds }),
  ).rejects.toMatchObject({ code: "not_found" });
  const confined = makeContext(elsewhere.owner, { actor: { scope: "look" } });
  await expect(listEnds(confined, { app: elsewhere.app.name, operationIds })).rejects.toMatchObject({
    code: "forbidden",
  });
});
