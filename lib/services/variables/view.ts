import type { VariableView } from "../../contract/variables";
import type { VariableRow } from "../../db/variables";

/** A variable without its value. */
export const variableView = ({ name, resourceId, aliasOf, updatedAt }: VariableRow): VariableView => ({
  name,
  resourceId,
  aliasOf,
  updatedAt: updatedAt.toISOString(),
});
