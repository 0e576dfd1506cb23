import { nodeName } from "../../core/databases/names";
import { passwordOf, targetOf } from "../../core/databases/users";
import { DomainError } from "../../core/errors";
import type { AddonRow } from "../../db/addons";
import { loadDatabase } from "../../db/databases";
import type { RedisTarget } from "../../ports/redis-admin";
import type { Ports } from "../context";
import { assertDataNoted } from "./data-gone";
import { assertHostThere } from "./host-there";
import { findServingNode } from "./serving-node";

/** The active node, by two ways in: `owner` with the rights of the database's own user, `berth` with all of them. */
export type DataTargets = { owner: RedisTarget; berth: RedisTarget };

/** @throws DomainError `conflict` reason `not_running`, `data_gone`, `host_gone`. */
export async function reachData(ports: Ports, addon: AddonRow): Promise<DataTargets> {
  const { resourceId } = addon;
  const database = await loadDatabase(addon.databaseId);
  const node = await findServingNode(ports, database);
  if (addon.status !== "running" || !node)
    throw new DomainError("conflict", "not_running", "The database does not run.");
  assertDataNoted(ports, database, addon);
  await assertHostThere(node, "Until then its data cannot be read.");
  const serviceName = nodeName({ instance: ports.instance, resourceId }, node.number);
  const password = passwordOf(ports, database, "default");
  return {
    owner: { serviceName, user: resourceId, password },
    berth: targetOf(ports, database, serviceName),
  };
}
