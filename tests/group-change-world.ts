import { withHighlyAvailable } from "../lib/core/availability/offer";
import { DEFAULT_PLANS } from "../lib/core/plans/catalog";
import { GIB } from "../lib/core/units";
import { loadDatabase } from "../lib/db/databases";
import { loadOperation } from "../lib/db/operations";
import { provision } from "../lib/workflows/provision";
import { durableRunner } from "./durable";
import { INSTANCE } from "./factories";
import { makeWorld, resourcesOf } from "./workflow-world";

export const KEYS = 3;
export const SENTINELS = [1, 2, 3].map((number) => `${INSTANCE}-sentinel-${number}`);

/** A database of that plan with three keys, where three hosts are ready; what its changes come to. */
export async function makeDatabase(planId: string) {
  const made = await makeWorld({ plans: withHighlyAvailable(DEFAULT_PLANS) });
  for (const id of ["host-2", "host-3"]) made.engine.addHost({ id });
  const { addon, operationId } = await made.add(planId);
  await durableRunner(made.world).run(provision, operationId);
  const { resourceId } = addon;
  const node = (number: number) => `${INSTANCE}-${resourceId}-node-${number}`;
  const gateway = `${INSTANCE}-${resourceId}`;
  /** What the real server does by itself: size and version are those of its file and its image. */
  const startsAs = (number: number, info: { maxMemoryBytes?: number; version?: string }) => {
    for (const name of [node(number), gateway]) made.redis.setInfo(name, info);
  };
  startsAs(1, { maxMemoryBytes: planId === "256m" ? GIB / 4 : GIB });
  made.replication.write(node(1), KEYS);
  await made.replication.state({ serviceName: node(1), user: "berth", password: "" });
  const databaseId = (await loadOperation(operationId)).databaseId ?? "";
  /** All that counts after a change. */
  const outcome = async (operation: string) => {
    const { status, errorReason: error } = await loadOperation(operation);
    const { nodes, addon } = await loadDatabase(databaseId);
    const present = await resourcesOf(made.engine);
    const open = made.replication.openNodes().filter((name) => present.includes(`service ${name}`));
    const named = SENTINELS.map((name) => made.groups.known()[name] ?? {});
    return {
      ...{ status, error, planId: addon.planId, open },
      nodes: nodes.map((one) => `${one.number} ${one.planId} ${one.status}`),
      running: nodes
        .map(({ number }) => number)
        .filter((number) => present.includes(`service ${node(number)}`)),
      volumes: nodes
        .map(({ number }) => number)
        .filter((number) => present.includes(`volume ${node(number)}`)),
      keys: open.map((name) => made.redis.infoOf(name).keys),
      watched: named.every((one) => JSON.stringify(one) === JSON.stringify(named[0])) ? named[0] : named,
    };
  };
  return { ...made, resourceId, databaseId, node, startsAs, outcome };
}
export type Made = Awaited<ReturnType<typeof makeDatabase>>;

/** What the Sentinels know of a group whose first node, which is the master, has that number. */
export const watched = ({ resourceId, node }: Made, first: number) => ({
  [`${resourceId}.${first}`]: node(first),
});
