import { randomUUID } from "node:crypto";
import type { NewUser, UserView } from "../../contract/people";
import { transaction } from "../../db/client";
import { insertUser } from "../../db/users";
import { hashedPassword } from "./passwords";
import { userView } from "./view";

/** Makes an account for the operator at the machine, who needs no right. @throws DomainError `conflict` when the email has one. */
export async function createUser({ password, ...user }: NewUser): Promise<UserView> {
  const passwordHash = await hashedPassword(password);
  const row = await transaction((tx) => insertUser(tx, { id: randomUUID(), ...user, passwordHash }));
  return userView(row);
}
