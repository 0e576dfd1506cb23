import type { Engine, EngineVersion, OwnUser } from "../engines/engine";
import { toRights } from "./rights";

type Cipher = { cipher: { decrypt: (encrypted: string) => string } };

/** A user as the records have it. */
type Row = {
  id: string;
  name: string;
  passwordEncrypted: string;
  isProtected: boolean;
  role: string | null;
  keyPatterns: readonly string[];
  categories: readonly string[];
  isOn: boolean;
  removedAt: Date | null;
  revision: number;
  appliedRevision: number;
};

/** People's own users, those that were removed among them. */
export const ownUsersOf = ({ cipher }: Cipher, users: readonly Row[]): OwnUser[] =>
  users
    .filter(({ isProtected }) => !isProtected)
    .map((row) => ({
      name: row.name,
      isOn: row.isOn,
      isRemoved: row.removedAt !== null,
      passwordHash: cipher.decrypt(row.passwordEncrypted),
      rights: toRights(row),
    }));

/** What a node has to be told: users with all their rules, and who must not be there. */
type UsersChange = {
  set: { name: string; rules: string[] }[];
  removed: string[];
};

/** What makes the node's users those of the records; on a node that is not open they are kept out until its opening. */
export function changeOfUsers(
  users: readonly OwnUser[],
  node: { engine: Engine; version: EngineVersion; isOpen: boolean },
): UsersChange {
  const { engine, version, isOpen } = node;
  return {
    set: users
      .filter(({ isRemoved }) => !isRemoved)
      .map((user) => ({ name: user.name, rules: engine.ownUserRules(version, user, { isOpen }) })),
    removed: users.filter(({ isRemoved }) => isRemoved).map(({ name }) => name),
  };
}

/** Rows that the running node does not have yet as they were asked for. */
export const unapplied = <T extends Row>(users: readonly T[]): T[] =>
  users.filter(({ revision, appliedRevision }) => revision !== appliedRevision);
