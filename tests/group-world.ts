import { withHighlyAvailable } from "../lib/core/availability/offer";
import { DEFAULT_PLANS } from "../lib/core/plans/catalog";
import { HOUR_MS } from "../lib/core/units";
import { prisma } from "../lib/db/client";
import { loadDatabase } from "../lib/db/databases";
import { keepGroups } from "../lib/workflows/keep-groups";
import { keepHosts } from "../lib/workflows/keep-hosts";
import { provision } from "../lib/workflows/provision";
import { durableRunner } from "./durable";
import { INSTANCE } from "./factories";
import { letThrough, makeWorld, type WorkflowWorld } from "./workflow-world";

/** The hosts besides the first. */
export const HOSTS = ["host-2", "host-3"];

export const nodeOf = (resourceId: string, number: number) => `${INSTANCE}-${resourceId}-node-${number}`;

/** Where three hosts are ready. */
export async function makeHosts(): Promise<WorkflowWorld> {
  const world = await makeWorld({ plans: withHighlyAvailable(DEFAULT_PLANS) });
  for (const id of HOSTS) world.engine.addHost({ id, name: id });
  return world;
}

/** A highly available database that serves, on three hosts. */
export async function makeGroup() {
  const made = await makeHosts();
  const { world, engine, engineWorld } = made;
  const { addon, operationId } = await made.add("1g-ha");
  await durableRunner(world).run(provision, operationId);
  const { resourceId } = addon;
  const { id: databaseId } = await prisma().database.findUniqueOrThrow({ where: { addonId: addon.id } });
  const nodes = async () =>
    (await loadDatabase(databaseId)).nodes.map(
      ({ number, status, hostId }) => `${number} ${status} ${hostId}`,
    );
  /** A round of what looks after hosts and groups. */
  const round = async (now = new Date()) => {
    await keepHosts(await engine.listHosts(), now);
    await keepGroups(world, now, letThrough);
  };
  /** A host is gone with all that ran there, as noted by the last round. */
  const cut = async (hostId: string, at = new Date()) => {
    await keepHosts(await engine.listHosts(), at);
    const host = engineWorld.hosts.find(({ id }) => id === hostId);
    if (host) Object.assign(host, { state: "down", isReady: false, isReachable: false });
    for (const { spec } of engineWorld.services.values()) engine.stopTasks(spec.name, hostId);
    await keepHosts(await engine.listHosts(), at);
  };
  /** The host of the third node has been away for an hour, and a fourth is there. */
  const lose = async () => {
    await cut("host-3", new Date(Date.now() - HOUR_MS));
    engine.addHost({ id: "host-4", name: "host-4" });
    await round();
  };
  return { ...made, resourceId, databaseId, group: `${resourceId}.1`, nodes, round, cut, lose };
}
