import type { Plan } from "../core/plans/catalog";
import { knownPlans } from "./addons/known-plans";
import type { Context } from "./context";

/** The plan of that id; an operator's own catalog may have dropped one that is still in use. */
export function planOf(ctx: Pick<Context, "plans">, planId: string): Plan {
  const plan = knownPlans(ctx).find(({ id }) => id === planId);
  if (!plan) throw new Error(`plan ${planId} is in use but in no catalog`);
  return plan;
}
