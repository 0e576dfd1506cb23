import type { ChangePlanInput } from "../../contract/changes";
import type { OperationView } from "../../contract/operations";
import { requireScope } from "../access";
import type { Context } from "../context";
import { startChange } from "./start-change";

/**
 * Begins the change to another plan, and to another version at once where one is named.
 * @throws DomainError `forbidden`; `not_found`; `invalid` when the plan cannot hold the database; `conflict` without room, while another
 * operation runs (named), or when only stopping first would do and was not asked for.
 */
export async function changePlan(ctx: Context, input: ChangePlanInput): Promise<OperationView> {
  requireScope(ctx, "write");
  return startChange(ctx, input);
}
