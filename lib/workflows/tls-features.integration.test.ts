import { beforeEach, describe, expect, test } from "vitest";
import { durableRunner } from "../../tests/durable";
import { INSTANCE } from "../../tests/factories";
import { withDatabase } from "../../tests/postgres";
import { crashes, makeWorld, resourcesOf } from "../../tests/workflow-world";
import { DomainError } from "../core/errors";
import { type FeatureName, stateOf } from "../core/features/features";
import { prisma } from "../db/client";
import { loadDatabase } from "../db/databases";
import { loadOperation } from "../db/operations";
import { removeAddon } from "../services/addons/remove-addon";
import { setFeature as askToSet } from "../services/features/set-feature";
import { revealVariables } from "../services/variables/reveal-variables";
import { remove } from "./remove";
import { setFeature } from "./set-feature";

withDatabase();
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

const STEPS = ["begin", "apply-feature", "check-feature", "record-feature", "succeed"];

async function makeDatabase() {
  const made = await makeWorld();
  const { resourceId } = await made.addRunning();
  const { id } = await prisma().database.findFirstOrThrow({ select: { id: true } });
  const ctx = { ...made.ctx, publicHost: "db.example.org" };
  const begin = async (name: FeatureName, isOn: boolean, options?: Record<string, unknown>) =>
    (await askToSet(ctx, { resourceId, name, isOn, options, acceptsLoss: false })).id;
  const set = async (...[name, isOn, options]: Parameters<typeof begin>) => {
    const operationId = await begin(name, isOn, options);
    await durableRunner(made.world).run(setFeature, operationId);
    return seen(name, operationId);
  };
  const seen = async (name: FeatureName, operationId: string) => {
    const { isTlsForced, publicPort, allowedNetworks, features } = await loadDatabase(id);
    const variables = await revealVariables(ctx, { app: made.name, isResolved: true });
    const { isOn, status } = stateOf(features, name);
    return {
      operation: (await loadOperation(operationId)).errorReason ?? "succeeded",
      isOn,
      status,
      isTlsForced,
      schemes: [...new Set(variables.map(({ value }) => value.split(":")[0]))],
      told: made.gateways.told(`${INSTANCE}-${resourceId}`).filter((what) => what.startsWith("tls ")),
      port: publicPort,
      networks: allowedNetworks,
      gate: (await resourcesOf(made.engine)).filter((name) => /-public$|-gp-/.test(name)).length,
    };
  };
  return { ...made, ctx, resourceId, begin, set, seen };
}

const NOT_PUBLIC = { port: null, networks: [], gate: 0 };
const DONE = { operation: "succeeded", status: "ACTIVATED" };

describe("force-ssl", () => {
  test("on and off: the gateway is told, and the app has another URL", async () => {
    const { set } = await makeDatabase();
    const told = ["tls forced"];
    const forced = { ...DONE, ...NOT_PUBLIC, isOn: true, isTlsForced: true, schemes: ["rediss"], told };
    expect(await set("force-ssl", true)).toEqual(forced);
    const free = { isOn: false, isTlsForced: false, schemes: ["redis"], told: [...told, "tls free"] };
    expect(await set("force-ssl", false)).toEqual({ ...DONE, ...NOT_PUBLIC, ...free });
  });

  test.each(crashes(STEPS))("a crash at $name, $crash.when, ends as without", async ({ crash }) => {
    const { world, begin, seen } = await makeDatabase();
    const operationId = await begin("force-ssl", true);
    const runner = durableRunner(world);
    await runner.run(setFeature, operationId, { crash });
    await runner.run(setFeature, operationId);
    const { told, ...ended } = await seen("force-ssl", operationId);
    expect(ended).toEqual({ ...DONE, ...NOT_PUBLIC, isOn: true, isTlsForced: true, schemes: ["rediss"] });
    expect(told.at(-1)).toBe("tls forced");
  });

  test("what the gateway does not do is no success, and all is as before", async () => {
    const { set, gateways } = await makeDatabase();
    gateways.setAnswer("-NOAUTH Authentication required.");
    expect(await set("force-ssl", true)).toMatchObject({
      operation: "not_as_asked",
      status: "FAILED",
      isOn: false,
      isTlsForced: false,
      schemes: ["redis"],
      told: ["tls forced", "tls free"],
    });
  });
});

describe("publicly-available", () => {
  const refusal = (reason: string) => ({ reason });

  test("needs TLS, a public host name and networks that are some", async () => {
    const { begin, set, ctx, resourceId } = await makeDatabase();
    await expect(begin("publicly-available", true)).rejects.toMatchObject(refusal("feature_needed"));
    await set("force-ssl", true);
    const wanted = { resourceId, name: "publicly-available", isOn: true, acceptsLoss: false } as const;
    await expect(askToSet({ ...ctx, publicHost: null }, wanted)).rejects.toMatchObject(
      refusal("no_public_host"),
    );
    await expect(begin("publicly-available", true, { networks: ["all"] })).rejects.toMatchObject(
      refusal("options"),
    );
  });

  test("on, with other networks, and off; TLS is forced as long as it is on", async () => {
    const { begin, set } = await makeDatabase();
    await set("force-ssl", true);
    const on = await set("publicly-available", true);
    expect(on).toMatchObject({ ...DONE, isOn: true, networks: [], gate: 2 });
    expect([20_000, 20_001]).toContain(on.port);
    const networks = ["192.0.2.0/24"];
    const listed = await set("publicly-available", true, { networks: ["192.0.2.9/24"] });
    expect(listed).toMatchObject({ ...DONE, isOn: true, networks, port: on.port, gate: 2 });
    await expect(begin("force-ssl", false)).rejects.toMatchObject(refusal("feature_in_use"));
    expect(await set("publicly-available", false)).toMatchObject({ ...DONE, ...NOT_PUBLIC, isOn: false });
  });

  test.each(crashes(STEPS))("a crash at $name, $crash.when, ends as without", async ({ crash }) => {
    const { world, begin, seen, set } = await makeDatabase();
    await set("force-ssl", true);
    const operationId = await begin("publicly-available", true);
    const runner = durableRunner(world);
    await runner.run(setFeature, operationId, { crash });
    await runner.run(setFeature, operationId);
    expect(await seen("publicly-available", operationId)).toMatchObject({ ...DONE, isOn: true, gate: 2 });
  });

  test("a port that does not answer is no success, and is given back; without a free one nothing begins", async () => {
    const { set, gateways, world } = await makeDatabase();
    await set("force-ssl", true);
    gateways.setAnswer(
      new DomainError("unavailable", "gateway_unreachable", "db.example.org does not answer."),
    );
    const failed = { status: "FAILED", isOn: false, ...NOT_PUBLIC };
    expect(await set("publicly-available", true)).toMatchObject({
      operation: "gateway_unreachable",
      ...failed,
    });
    gateways.setAnswer(null);
    world.publicPorts.to = world.publicPorts.from - 1;
    expect(await set("publicly-available", true)).toMatchObject({ operation: "no_public_port", ...failed });
  });

  test("goes with its addon", async () => {
    const { ctx, name: app, resourceId, set, engine, world } = await makeDatabase();
    await set("force-ssl", true);
    await set("publicly-available", true);
    const { id } = await removeAddon(ctx, {
      app,
      addon: resourceId,
      confirm: resourceId,
      keepsBackup: false,
    });
    await durableRunner(world).run(remove, id);
    expect((await resourcesOf(engine)).filter((name) => name.includes(resourceId))).toEqual([
      expect.stringMatching(/^volume /),
    ]);
  });
});
