import { membersOf } from "../../core/availability/members";
import { gatewayName } from "../../core/databases/names";
import type { DatabaseRow } from "../../db/databases";
import type { GatewayPlace } from "../../ports/gateways";
import type { WorkflowContext } from "../deps";
import { nameOf } from "./database";

/** Where a database's gateway takes commands: that of a group in each of its containers, of which the name of the service is any one. */
export async function placeOfGateway(world: WorkflowContext, database: DatabaseRow): Promise<GatewayPlace> {
  const serviceName = gatewayName(nameOf(world, database));
  if (membersOf(database.nodes).length === 0) return { serviceName };
  const tasks = await world.engine.listTasks(serviceName);
  return {
    serviceName,
    containers: tasks.flatMap(({ name, state }) => (state === "running" ? [name] : [])),
  };
}
