import { ChangePlanInput } from "../../contract/changes";
import type { OperationView } from "../../contract/operations";
import type { Context } from "../context";
import { startChange } from "./change";

/**
 * Begins the change to another plan, and to another version at once where one is named.
 * @throws DomainError `not_found`; `invalid` when the plan cannot hold the database; `conflict` without room, while another operation
 * runs (named), or when only stopping first would do and was not asked for.
 */
export const changePlan = async (ctx: Context, input: ChangePlanInput): Promise<OperationView> =>
  startChange(ctx, ChangePlanInput.parse(input));
