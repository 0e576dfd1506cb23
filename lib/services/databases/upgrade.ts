import { UpgradeInput } from "../../contract/changes";
import type { OperationView } from "../../contract/operations";
import type { Context } from "../context";
import { startChange } from "./change";

/** Begins the upgrade to a later version of Redis. @throws DomainError as `changePlan` does; `invalid` for one that is not later. */
export const upgradeDatabase = async (ctx: Context, input: UpgradeInput): Promise<OperationView> =>
  startChange(ctx, UpgradeInput.parse(input));
