import { GIB } from "../lib/core/units";
import { loadDatabase } from "../lib/db/databases";
import { loadOperation } from "../lib/db/operations";
import { INSTANCE } from "./factories";
import { makeWorld, seen, type WorkflowWorld } from "./workflow-world";

export const KEYS = 3;

/** A running database of 256m and Redis 8.0.2 with three keys. */
export async function makeDatabase() {
  const world = await makeWorld();
  const { resourceId } = await world.addRunning();
  const node = (number: number) => `${INSTANCE}-${resourceId}-node-${number}`;
  world.replication.write(node(1), KEYS);
  // What the gateway and the health page do all the time: the node is known to be open.
  await world.replication.state({ serviceName: node(1), user: "berth", password: "" });
  return { ...world, resourceId, node };
}
export type Made = Awaited<ReturnType<typeof makeDatabase>>;

/** All that counts after a change: who serves, with what, and what is left on the engine. */
export async function outcome(made: Made, operationId: string) {
  const operation = await loadOperation(operationId);
  const database = await loadDatabase(operation.databaseId ?? "");
  const { resources, addons } = await seen(made as WorkflowWorld, operationId);
  const open = [];
  for (const name of made.replication.openNodes()) if (resources.includes(`service ${name}`)) open.push(name);
  return {
    status: operation.status,
    error: operation.errorReason,
    addons,
    planId: database.addon.planId,
    version: database.version,
    nodes: database.nodes.map(({ number, status, planId }) => `${number} ${planId} ${status}`),
    open,
    keys: open.map((name) => made.redis.infoOf(name).keys),
    cpus: open.map((name) => made.engine.cpusOf(name)),
    resources: resources.filter((name) => name.includes(made.resourceId)),
  };
}

export const resources = ({ resourceId }: Made, { nodes, volumes }: { nodes: number[]; volumes: number[] }) =>
  [
    `service ${INSTANCE}-${resourceId}`,
    `secret ${INSTANCE}-${resourceId}-gd-1`,
    `secret ${INSTANCE}-${resourceId}-gw-1`,
    ...nodes.flatMap((number) => [
      `secret ${INSTANCE}-${resourceId}-n${number}-acl`,
      `secret ${INSTANCE}-${resourceId}-n${number}-conf`,
      `service ${INSTANCE}-${resourceId}-node-${number}`,
    ]),
    ...volumes.map((number) => `volume ${INSTANCE}-${resourceId}-node-${number}`),
  ].sort();

export const untouched = (made: Made) => ({
  addons: ["running"],
  planId: "256m",
  version: "8.0.2",
  open: [made.node(1)],
  keys: [KEYS],
  cpus: [0.25],
  resources: resources(made, { nodes: [1], volumes: [1] }),
});
export const changed = (made: Made) => ({
  status: "succeeded",
  error: null,
  addons: ["running"],
  planId: "1g",
  version: "8.0.2",
  nodes: ["1 256m removed", "2 1g active"],
  open: [made.node(2)],
  keys: [KEYS],
  cpus: [0.5],
  resources: resources(made, { nodes: [2], volumes: [1, 2] }),
});

export const HAND_OFF_STEPS = [
  "begin",
  "choose-host",
  "store-secrets",
  "start-node",
  "wait-for-node",
  "start-replication",
  "wait-for-sync",
  "prove-disk",
  "cut-over",
  "record-hand-off",
  "apply-gateway",
  "prove",
  "restart-app",
  "stop-predecessor",
  "succeed",
];
export const STOP_FIRST_STEPS = [
  "begin",
  "choose-host",
  "store-secrets",
  "save-data",
  "fence-predecessor",
  "save-last-writes",
  "stop-predecessor",
  "copy-data",
  "start-node",
  "wait-for-node",
  "check-data",
  "open-node",
  "record-hand-off",
  "apply-gateway",
  "prove",
  "restart-app",
  "succeed",
];
export const UNDO_STEPS = [
  "begin",
  "start-node",
  "wait-for-node",
  "fence-predecessor",
  "open-node",
  "record-hand-off",
  "apply-gateway",
  "prove",
  "restart-app",
  "stop-predecessor",
  "succeed",
];

/** What the real server does by itself: version and size are those of its image and its file. */
export function startsAs(
  made: Made,
  number: number,
  info: { provider?: string; version?: string; gib?: number },
) {
  const { provider, version, gib } = info;
  const set = {
    ...(provider && { provider }),
    ...(version && { version }),
    ...(gib && { maxMemoryBytes: gib * GIB }),
  };
  made.redis.setInfo(made.node(number), set);
  made.redis.setInfo(`${INSTANCE}-${made.resourceId}`, set);
}
