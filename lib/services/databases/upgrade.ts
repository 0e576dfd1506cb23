import type { UpgradeInput } from "../../contract/changes";
import type { OperationView } from "../../contract/operations";
import { requireScope } from "../access";
import type { Context } from "../context";
import { startChange } from "./start-change";

/** Begins the upgrade to a later version. @throws DomainError as `changePlan` does; `invalid` for one that is not later, or not on offer. */
export async function upgradeDatabase(ctx: Context, input: UpgradeInput): Promise<OperationView> {
  requireScope(ctx, "write");
  return startChange(ctx, input);
}
