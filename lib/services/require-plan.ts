import { plansOn } from "../core/availability/offer";
import { DomainError } from "../core/errors";
import { findOffered, type Plan } from "../core/plans/catalog";
import type { Context } from "./context";

/** A plan that somebody chose; a highly available one where there are hosts enough. @throws DomainError `invalid` for one that is not on offer. */
export async function requirePlanOnHosts(
  { plans, engine }: Pick<Context, "plans" | "engine">,
  planId: string,
): Promise<Plan> {
  const plan = isHighlyAvailable(plans, planId)
    ? plansOn(plans, await engine.listHosts()).find(({ id }) => id === planId)
    : findOffered(plans, planId);
  if (plan) return plan;
  const message = `There is no plan ${planId}.`;
  throw new DomainError("invalid", "unknown_plan", message, { fields: { planId: [message] } });
}

const isHighlyAvailable = (plans: readonly Plan[], planId: string): boolean =>
  plans.some((plan) => plan.id === planId && plan.isHighlyAvailable);
