import type { UserView } from "../../contract/people";
import type { UserRow } from "../../db/users";

/** A person as others see them. */
export const userView = ({ email, name, isAdmin, createdAt }: UserRow): UserView => ({
  email,
  name,
  isAdmin,
  createdAt: createdAt.toISOString(),
});
