import { ADDON_ROUTES } from "@/lib/contract/api/addons";
import { EXIT } from "./exit-codes";
import { Failure } from "./failure";
import type { Session } from "./session";

/** The id of a provider's plan by its name. @throws Failure that lists the names there are. */
export async function findPlanId(
  { call }: Session,
  { provider, plan }: { provider: string; plan: string },
): Promise<string> {
  const { plans } = (await call(ADDON_ROUTES.listPlans, { params: { provider } })).data;
  const found = plans.find(({ id, name }) => name === plan || id === plan);
  if (found) return found.id;
  throw new Failure(EXIT.refused, `find plan: no plan ${plan} found for addon ${provider}`, [
    `Plans: ${plans.map(({ name }) => name).join(", ")}`,
  ]);
}
