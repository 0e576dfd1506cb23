import { DEFAULT_PLANS, type Plan } from "../core/plans/catalog";
import type { Context } from "./context";

/** The plan of that id; an operator's own catalog may have dropped one that is still in use. */
export function planOf({ plans }: Pick<Context, "plans">, planId: string): Plan {
  const plan = [...plans, ...DEFAULT_PLANS].find(({ id }) => id === planId);
  if (!plan) throw new Error(`plan ${planId} is in use but in no catalog`);
  return plan;
}
