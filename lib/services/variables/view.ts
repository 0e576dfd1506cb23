import type { VariableView } from "../../contract/variables";
import type { VariableRow } from "../../db/variables";

/** A variable without its value. */
export const variableView = ({ id, name, resourceId, aliasOf, updatedAt }: VariableRow): VariableView => ({
  id,
  name,
  resourceId,
  aliasOf,
  updatedAt: updatedAt.toISOString(),
});
