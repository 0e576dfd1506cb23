import type { PreviewUserInput } from "../../contract/database-users";
import type { Rights } from "../../core/databases/rights";
import { DomainError } from "../../core/errors";

type Given = Pick<PreviewUserInput, "role" | "keyPatterns" | "categories">;

/** What a person asks for. @throws DomainError `invalid` for patterns or categories beside a role that has its own, or a custom role that may do nothing. */
export function rightsOf({ role, keyPatterns = [], categories = [] }: Given): Rights {
  if (role !== "custom") {
    if (keyPatterns.length > 0) throw invalid("keyPatterns", `The role ${role} has all keys.`);
    if (categories.length > 0) throw invalid("categories", `The role ${role} has categories of its own.`);
    return { role };
  }
  if (categories.length === 0) throw invalid("categories", "Choose what the user may do.");
  return {
    role,
    keyPatterns: keyPatterns.length > 0 ? [...new Set(keyPatterns)] : ["*"],
    categories: [...new Set(categories)],
  };
}

/** The columns that keep it. */
export const columnsOf = (rights: Rights) => ({
  role: rights.role,
  keyPatterns: rights.role === "custom" ? [...rights.keyPatterns] : [],
  categories: rights.role === "custom" ? [...rights.categories] : [],
});

const invalid = (field: string, message: string) =>
  new DomainError("invalid", "rights", message, { fields: { [field]: [message] } });
