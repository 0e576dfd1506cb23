import type { DatabaseUserView } from "../../contract/database-users";
import { toRights } from "../../core/databases/rights";
import type { DatabaseUserRow } from "../../db/database-users";

/** A user as browser and API see it. */
export function databaseUserView(row: DatabaseUserRow): DatabaseUserView {
  const rights = toRights(row);
  const isCustom = rights.role === "custom";
  return {
    name: row.name,
    role: row.isProtected ? "owner" : rights.role,
    keyPatterns: isCustom ? [...rights.keyPatterns] : ["*"],
    categories: isCustom ? [...rights.categories] : [],
    isOn: row.isOn,
    isProtected: row.isProtected,
    isApplied: row.revision === row.appliedRevision,
    createdAt: row.createdAt.toISOString(),
  };
}
