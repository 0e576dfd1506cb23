import type { ListOperationsInput } from "../../contract/many-changes";
import type { OperationView } from "../../contract/operations";
import { listVisibleOperations } from "../../db/operation-lists";
import { requireScope } from "../access";
import type { Context } from "../context";
import { operationView } from "./view";

/** Those of the operations whose app one may see, in no order. May be empty. */
export async function listOperations(ctx: Context, { ids }: ListOperationsInput): Promise<OperationView[]> {
  requireScope(ctx, "look");
  return (await listVisibleOperations(ctx.actor, ids)).map((row) => operationView(row, ctx.actor));
}
