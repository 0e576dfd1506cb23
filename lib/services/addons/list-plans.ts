import type { PlanView } from "../../contract/addons";
import { chooseGroupHosts, plansOn } from "../../core/availability/offer";
import { databaseMemoryBytes } from "../../core/databases/memory";
import { onlyUnavailable } from "../../core/errors";
import { chooseHost } from "../../core/hosts/choose";
import { offeredPlans, type Plan } from "../../core/plans/catalog";
import { sumReservations } from "../../db/nodes";
import type { Host } from "../../ports/docker-engine";
import { requireScope } from "../access";
import type { Context, Ports } from "../context";

/** The catalog in its order, each plan with whether a host has room for it now; all of them count as available while the engine does not answer. */
export async function listPlans(ctx: Context): Promise<PlanView[]> {
  requireScope(ctx, "look");
  const [hosts, reservedByHost] = await Promise.all([findHosts(ctx), sumReservations()]);
  if (hosts === null) return offeredPlans(ctx.plans).map((plan) => ({ ...plan, isAvailable: true }));
  const hasRoom = (plan: Plan): boolean =>
    plan.isHighlyAvailable
      ? chooseGroupHosts({ hosts, reservedByHost, plan }).allowed
      : chooseHost({ hosts, reservedByHost, needBytes: databaseMemoryBytes(plan) }).allowed;
  return plansOn(ctx.plans, hosts).map((plan) => ({ ...plan, isAvailable: hasRoom(plan) }));
}

/** Null when the engine does not answer: whether there is room is then seen when the addon is made. */
const findHosts = ({ engine }: Ports): Promise<Host[] | null> => engine.listHosts().catch(onlyUnavailable);
