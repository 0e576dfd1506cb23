import { DEFAULT_PLANS, type Plan } from "../../core/plans/catalog";
import type { Context } from "../context";

/** The catalog, then the plans of the default one that it lacks: an operator's own may have dropped a plan that is still in use. */
export const knownPlans = ({ plans }: Pick<Context, "plans">): Plan[] => [
  ...plans,
  ...DEFAULT_PLANS.filter(({ id }) => !plans.some((plan) => plan.id === id)).map((plan) => ({
    ...plan,
    isRetired: true,
  })),
];
