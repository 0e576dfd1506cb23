import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { docker } from "../e2e/engine";
import { readDatabaseSecrets } from "../e2e/records";
import { AddedAddonView } from "../lib/contract/addons";
import { CreatedAppView } from "../lib/contract/apps";
import { OperationView } from "../lib/contract/operations";
import { gatewayName } from "../lib/core/databases/names";
import { isFinished } from "../lib/core/operations/state";
import { DEFAULT_PLANS } from "../lib/core/plans/catalog";
import type { RedisAdmin, RedisTarget } from "../lib/ports/redis-admin";
import type { Administrator } from "./administrator";
import { makeRawDatabases, type RawDatabase } from "./raw-database";
import { redisThroughLink } from "./through-link";

const ROUNDS = 7;
const PLAN_ID = "256m";
const APP = "bench";
const PROBE_PAUSE_MS = 10;
const POLL_MS = 50;

/** `steps` is where the time of Berth's operations went: milliseconds of each step by round. */
type Clicks = { berth: number[]; raw: number[]; steps: Record<string, number[]> };

/** Milliseconds of each round, Berth and raw in turns; a first round that nobody counts warms both up. */
export async function measureClicks(administrator: Administrator): Promise<Clicks> {
  const { berth } = administrator;
  const redis = await redisThroughLink(berth);
  const plan = DEFAULT_PLANS.find(({ id }) => id === PLAN_ID);
  if (!plan) throw new Error(`there is no plan ${PLAN_ID}`);
  await makeApp(administrator);
  const raw = await makeRawDatabases(berth, { appName: APP, plan });
  const clicks: Clicks = { berth: [], raw: [], steps: {} };
  for (let round = 0; round <= ROUNDS; round++) {
    const click = await clickOnce(administrator, redis);
    const rawMs = await rawOnce(raw, redis);
    if (round === 0) continue;
    clicks.berth.push(click.ms);
    clicks.raw.push(rawMs);
    for (const [step, ms] of Object.entries(click.steps))
      clicks.steps[step] = [...(clicks.steps[step] ?? []), ms];
  }
  return clicks;
}

/** An app that runs, so that its network exists as it does for the raw services. */
async function makeApp(administrator: Administrator): Promise<void> {
  const fields = { name: APP, source: "image", image: "berth-demo:1" };
  const form = { action: "createAppAction", path: "/apps/new", fields };
  const { operationId } = await administrator.submit(form, CreatedAppView);
  await operationEnd(administrator, operationId ?? "");
}

/** One addon through the product, removed again. */
async function clickOnce(administrator: Administrator, redis: RedisAdmin) {
  const { berth, submit } = administrator;
  const path = `/apps/${APP}/addons`;
  const fields = { app: APP, provider: "redis", planId: PLAN_ID, requestKey: randomUUID() };
  const startedAt = performance.now();
  const { addon, operationId } = await submit({ action: "addAddonAction", path, fields }, AddedAddonView);
  const { resourceId } = addon;
  const { passwords } = await readDatabaseSecrets(berth, resourceId);
  const serviceName = gatewayName({ instance: berth.instance.id, resourceId });
  await pong(redis, { serviceName, user: "berth", password: passwords.berth });
  const ms = performance.now() - startedAt;
  const added = await operationEnd(administrator, operationId);
  const removal = { app: APP, addon: resourceId, confirm: resourceId };
  const { id } = await submit({ action: "removeAddonAction", path, fields: removal }, OperationView);
  await operationEnd(administrator, id);
  return { ms, steps: stepsOf(added) };
}

/** The same two services by the engine's API alone, removed again. */
async function rawOnce(raw: { make: () => Promise<RawDatabase> }, redis: RedisAdmin): Promise<number> {
  const database = await raw.make();
  const startedAt = performance.now();
  for (const body of database.services) await docker.createService(body);
  await pong(redis, database.target);
  const ms = performance.now() - startedAt;
  await database.remove();
  return ms;
}

async function pong(redis: RedisAdmin, target: RedisTarget): Promise<void> {
  while (
    !(await redis.ping(target).then(
      () => true,
      () => false,
    ))
  )
    await delay(PROBE_PAUSE_MS);
}

async function operationEnd({ get }: Administrator, id: string): Promise<OperationView> {
  for (;;) {
    const operation = OperationView.parse(await (await get(`/api/ui/apps/${APP}/operations/${id}`)).json());
    if (operation.status === "failed")
      throw new Error(`${operation.kind} failed: ${operation.error?.message}`);
    if (isFinished(operation.status)) return operation;
    await delay(POLL_MS);
  }
}

/** Milliseconds of each step, and those before the first. */
function stepsOf({ createdAt, steps }: OperationView): Record<string, number> {
  const since = (from: string | null | undefined, to: string | null) =>
    Date.parse(to ?? "") - Date.parse(from ?? "");
  return {
    "until the worker begins": since(createdAt, steps[0]?.startedAt ?? null),
    ...Object.fromEntries(
      steps.map(({ name, startedAt, finishedAt }) => [name, since(startedAt, finishedAt)]),
    ),
  };
}
