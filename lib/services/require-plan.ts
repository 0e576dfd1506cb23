import { plansOn, singlePlanId } from "../core/availability/offer";
import { DomainError } from "../core/errors";
import { findOffered, type Plan } from "../core/plans/catalog";
import type { Context } from "./context";

/** A plan of one node that somebody chose. @throws DomainError `invalid` for one that is not on offer, or highly available. */
export function requirePlan({ plans }: Pick<Context, "plans">, planId: string): Plan {
  const plan = findOffered(plans, planId);
  if (plan) return plan;
  if (!isHighlyAvailable(plans, planId)) throw unknownPlan(planId);
  const message = `A new database with the data of another, or of a backup, does not begin with the plan ${planId}. Choose ${singlePlanId(planId)} or another, and change it to ${planId} afterwards.`;
  throw new DomainError("invalid", "highly_available", message, { fields: { planId: [message] } });
}

/** The same for a new, empty database and for a change, which can be highly available where there are hosts enough. */
export async function requirePlanOnHosts(
  { plans, engine }: Pick<Context, "plans" | "engine">,
  planId: string,
): Promise<Plan> {
  if (!isHighlyAvailable(plans, planId)) return requirePlan({ plans }, planId);
  const plan = plansOn(plans, await engine.listHosts()).find(({ id }) => id === planId);
  if (plan) return plan;
  throw unknownPlan(planId);
}

const isHighlyAvailable = (plans: readonly Plan[], planId: string): boolean =>
  plans.some((plan) => plan.id === planId && plan.isHighlyAvailable);

function unknownPlan(planId: string): DomainError {
  const message = `There is no plan ${planId}.`;
  return new DomainError("invalid", "unknown_plan", message, { fields: { planId: [message] } });
}
