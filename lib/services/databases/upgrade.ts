import type { UpgradeInput } from "../../contract/changes";
import type { OperationView } from "../../contract/operations";
import type { Context } from "../context";
import { startChange } from "./change";

/** Begins the upgrade to a later version. @throws DomainError as `changePlan` does; `invalid` for one that is not later, or not on offer. */
export const upgradeDatabase = async (
  ctx: Context,
  { resourceId, version, way = "hand-off" }: UpgradeInput,
): Promise<OperationView> => startChange(ctx, { resourceId, version, way });
