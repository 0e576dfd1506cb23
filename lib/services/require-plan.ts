import { DomainError } from "../core/errors";
import { findOffered, type Plan } from "../core/plans/catalog";
import type { Context } from "./context";

/** A plan that somebody chose. @throws DomainError `invalid` for one that is not on offer. */
export function requirePlan({ plans }: Pick<Context, "plans">, planId: string): Plan {
  const plan = findOffered(plans, planId);
  if (plan) return plan;
  const message = `There is no plan ${planId}.`;
  throw new DomainError("invalid", "unknown_plan", message, { fields: { planId: [message] } });
}
