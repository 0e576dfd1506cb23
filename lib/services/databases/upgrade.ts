import type { UpgradeInput } from "../../contract/changes";
import type { OperationView } from "../../contract/operations";
import type { Tx } from "../../db/client";
import { requireScope } from "../access";
import type { Context } from "../context";
import { startChange } from "./start-change";

/** Begins the upgrade to a later version, or to the newest build of the present one. @throws DomainError as `changePlan` does; `invalid` for one that is not later, or not on offer. */
export async function upgradeDatabase(
  ctx: Context,
  input: UpgradeInput,
  /** What is written with the operation. */
  after?: (tx: Tx, operationId: string) => Promise<void>,
): Promise<OperationView> {
  requireScope(ctx, "write");
  return startChange(ctx, { ...input, ...(after && { after }) });
}
