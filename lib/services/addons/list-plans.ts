import type { PlanView } from "../../contract/addons";
import { databaseMemoryBytes } from "../../core/databases/memory";
import { isUnavailable } from "../../core/errors";
import { chooseHost } from "../../core/hosts/choose";
import { offeredPlans, type Plan } from "../../core/plans/catalog";
import { sumReservations } from "../../db/databases";
import type { Host } from "../../ports/docker-engine";
import type { Context } from "../context";

/** The catalog in its order, each plan with whether a host has room for it now; all of them count as available while the engine does not answer. */
export async function listPlans(ctx: Context): Promise<PlanView[]> {
  const [hosts, reservedByHost] = await Promise.all([findHosts(ctx), sumReservations()]);
  const hasRoom = (plan: Plan): boolean =>
    hosts === null || chooseHost({ hosts, reservedByHost, needBytes: databaseMemoryBytes(plan) }).allowed;
  return offeredPlans(ctx.plans).map((plan) => ({ ...plan, isAvailable: hasRoom(plan) }));
}

/** Null when the engine does not answer: whether there is room is then seen when the addon is made. */
async function findHosts({ engine }: Context): Promise<Host[] | null> {
  try {
    return await engine.listHosts();
  } catch (error) {
    if (isUnavailable(error)) return null;
    throw error;
  }
}
