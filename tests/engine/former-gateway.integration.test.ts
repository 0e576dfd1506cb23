import { afterAll, beforeAll, expect, test } from "vitest";
import { GATEWAY_GENERATION } from "../../lib/core/databases/gateway-door";
import { gatewayName, gatewaySecretNames, nodesAlias } from "../../lib/core/databases/names";
import { DEFAULT_PLANS } from "../../lib/core/plans/catalog";
import { prisma } from "../../lib/db/client";
import { platform } from "../../lib/runtime/container";
import { changePlan } from "../../lib/services/databases/change-plan";
import { listChanges } from "../../lib/services/databases/list-changes";
import { gatewayService } from "../../lib/workflows/specs/gateway-service";
import { sweep } from "../../lib/workflows/sweep";
import { letThrough } from "../workflow-world";
import { askForDatabase, operationEnded, startControlPlane } from "./control-plane";
import { containerOf } from "./stack";
import { startTraffic } from "./traffic";

const APP = "from-before";
const UNHARMED = { lost: 0, stale: 0, failures: 0, firstFailure: null, hung: 0 };
let berth: Awaited<ReturnType<typeof startControlPlane>>;
let resourceId: string;
let gateway: string;

/** What the first generation was given: it asks every 75 ms, and has no door. */
const formerConfig = (password: string, clientsMax: number) => `global
  log stdout format raw local0 notice
  maxconn ${clientsMax + 128}
  nbthread 1
  hard-stop-after 1s

resolvers docker
  nameserver dns 127.0.0.11:53
  hold valid 500ms
  resolve_retries 2
  timeout resolve 500ms
  timeout retry 200ms

defaults
  mode tcp
  log global
  timeout connect 2s
  timeout client 7d
  timeout server 7d

frontend redis
  bind :6379
  maxconn ${clientsMax + 128}
  tcp-request connection reject if { fe_conn gt ${clientsMax} }
  default_backend nodes

backend nodes
  timeout check 30s
  option tcp-check
  tcp-check connect
  tcp-check send AUTH\\ gateway\\ ${password}\\r\\nINFO\\ replication\\r\\n
  tcp-check expect min-recv 60 string role:master
  default-server check inter 75ms fastinter 20ms downinter 20ms fall 1 rise 1 init-addr none resolvers docker resolve-prefer ipv4 on-marked-down shutdown-sessions
  server-template n 3 ${nodesAlias(resourceId)}:6379
`;

/** The gateway and the records of the database as an earlier Berth would have left them. */
async function makeFormer(): Promise<void> {
  const { engine, instance, cipher } = platform();
  const plan = DEFAULT_PLANS[0];
  if (!plan) throw new Error("the catalog is empty");
  const database = await prisma().database.findFirstOrThrow({
    where: { addon: { resourceId } },
    select: { id: true, users: { where: { name: "gateway" } }, addon: { select: { appId: true } } },
  });
  const password = cipher.decrypt(database.users[0]?.passwordEncrypted ?? "");
  const name = { instance, resourceId };
  const owner = { appId: database.addon.appId, databaseId: database.id };
  const { config, certificate } = gatewaySecretNames(name, 1);
  await engine.removeService(gateway, 180_000);
  for (const secret of [config, certificate]) await engine.removeSecret(secret);
  await engine.applySecret({ name: config, owner, content: formerConfig(password, plan.clientsMax) });
  const [host] = await engine.listHosts();
  const spec = gatewayService({
    database: name,
    owner,
    appName: APP,
    revision: 1,
    plan,
    isTlsForced: false,
    clientsMax: plan.clientsMax,
    hostId: host?.id ?? null,
  });
  const secrets = spec.secrets.filter(({ secretName }) => secretName === config);
  await engine.applyService({ ...spec, secrets, startValues: {}, stopSignal: undefined });
  await prisma().database.update({ where: { id: database.id }, data: { gatewayGeneration: 1 } });
}

beforeAll(async () => {
  berth = await startControlPlane();
  const asked = await askForDatabase(berth.ctx, APP, "free");
  await operationEnded(berth.ctx, asked);
  resourceId = asked.resourceId;
  gateway = gatewayName({ instance: berth.ctx.instance, resourceId });
  await makeFormer();
});
afterAll(async () => {
  expect(await berth.stop()).toEqual([]);
});

test("a gateway of an earlier Berth stays until the database's next move, which replaces it and loses nothing", async () => {
  const containerNow = () => containerOf(berth.ctx.engine, gateway);
  const clients = await Promise.all(
    [false, true].map((isAnew) => startTraffic(berth.ctx, { app: APP, resourceId, isAnew })),
  );
  const wrote = () => Promise.all(clients.map((client) => client.wrote(50)));
  const connects = async () => (await clients[0]?.report())?.connects ?? 0;
  const changeTo = async (planId: string) => {
    const { id } = await changePlan(berth.ctx, { resourceId, planId });
    const ended = await operationEnded(berth.ctx, { app: APP, operationId: id });
    expect(ended).toMatchObject({ status: "succeeded", error: null });
    await wrote();
  };
  const reconnectsTo = async (planId: string) => {
    const { options } = await listChanges(berth.ctx, { resourceId });
    const option = options.find((candidate) => candidate.planId === planId);
    return option?.isAllowed ? option.reconnects : null;
  };

  await wrote();
  const former = await containerNow();
  await sweep(platform(), new Date(), letThrough);
  expect(await containerNow()).toBe(former);
  expect(await connects()).toBe(3);

  expect(await reconnectsTo("256m")).toBe(2);
  await changeTo("256m");
  const renewed = await containerNow();
  expect(renewed).not.toBe(former);
  const { gatewayGeneration } = await prisma().database.findFirstOrThrow({
    where: { addon: { resourceId } },
    select: { gatewayGeneration: true },
  });
  expect(gatewayGeneration).toBe(GATEWAY_GENERATION);

  const before = await connects();
  expect(await reconnectsTo("free")).toBe(1);
  await changeTo("free");
  expect(await containerNow()).toBe(renewed);
  // A writer, a reader and who asks for the report: each once.
  expect((await connects()) - before).toBe(3);
  expect(await Promise.all(clients.map((client) => client.stop()))).toMatchObject([UNHARMED, UNHARMED]);
}, 480_000);
