import { DomainError } from "../core/errors";
import { USER_KINDS } from "../core/operations/state";
import { isUniqueViolation, prisma, query, type Tx } from "./client";

/** An ACL user of a database: a protected one, or one that people made. */
export type DatabaseUserRow = {
  id: string;
  name: string;
  /** Of people's own the SHA-256 alone. */
  passwordEncrypted: string;
  isProtected: boolean;
  role: string | null;
  keyPatterns: string[];
  categories: string[];
  isOn: boolean;
  removedAt: Date | null;
  revision: number;
  appliedRevision: number;
  /** With `otherUntil` the former password, else the coming one. */
  otherPasswordEncrypted: string | null;
  otherUntil: Date | null;
  replacedAt: Date | null;
  createdAt: Date;
};

export const USER_COLUMNS = {
  id: true,
  name: true,
  passwordEncrypted: true,
  isProtected: true,
  role: true,
  keyPatterns: true,
  categories: true,
  isOn: true,
  removedAt: true,
  revision: true,
  appliedRevision: true,
  otherPasswordEncrypted: true,
  otherUntil: true,
  replacedAt: true,
  createdAt: true,
} as const;

/** Writes those that the platform itself signs in as; one that is there already keeps its password. */
export async function insertProtectedUsers(
  tx: Tx,
  databaseId: string,
  users: readonly { name: string; passwordEncrypted: string; isProtected: boolean }[],
): Promise<void> {
  const data = users.map((user) => ({ ...user, databaseId }));
  await tx.databaseUser.createMany({ data, skipDuplicates: true });
}

type Columns = Pick<DatabaseUserRow, "passwordEncrypted" | "role" | "keyPatterns" | "categories" | "isOn">;

/** Writes a person's own user, also in the place of one that was removed. @throws DomainError `conflict` when the name is taken. */
export async function insertDatabaseUser(
  tx: Tx,
  row: Columns & { databaseId: string; name: string },
): Promise<void> {
  const { databaseId, name, ...columns } = row;
  const { count } = await tx.databaseUser.updateMany({
    where: { databaseId, name, removedAt: { not: null } },
    data: { ...columns, removedAt: null, createdAt: new Date(), revision: { increment: 1 } },
  });
  if (count > 0) return;
  try {
    const data = { ...row, isProtected: false, revision: 1 };
    await tx.databaseUser.create({ data, select: { id: true } });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const message = `There is a user ${name} already.`;
    const fields = { name: [message] };
    throw new DomainError("conflict", "user_exists", message, { cause: error, fields });
  }
}

/** Changes a person's own user that is not removed; false when there is none. */
export async function updateDatabaseUser(
  tx: Tx,
  key: { databaseId: string; name: string },
  changes: Partial<Columns & { removedAt: Date }>,
): Promise<boolean> {
  const { count } = await tx.databaseUser.updateMany({
    where: { ...key, isProtected: false, removedAt: null },
    data: { ...changes, revision: { increment: 1 } },
  });
  return count > 0;
}

export const countDatabaseUsers = (tx: Tx, databaseId: string): Promise<number> =>
  tx.databaseUser.count({ where: { databaseId, isProtected: false, removedAt: null } });

/** Notes what the running node has; what was changed meanwhile stays to be done. */
export async function markUsersApplied(users: readonly { id: string; revision: number }[]): Promise<void> {
  for (const { id, revision } of users)
    await query(() =>
      prisma().databaseUser.updateMany({ where: { id, revision }, data: { appliedRevision: revision } }),
    );
}

/** Serving databases with whose users nothing else is being done. */
const settled = () => ({
  addon: { status: "running" as const },
  operations: { none: { finishedAt: null, kind: { in: [...USER_KINDS] } } },
});

/** Ids of serving databases with users that their node does not have yet as they were asked for. */
export async function listUnappliedDatabases(): Promise<string[]> {
  const rows = await query(() =>
    prisma().databaseUser.findMany({
      where: {
        appliedRevision: { lt: prisma().databaseUser.fields.revision },
        database: settled(),
      },
      select: { databaseId: true },
      distinct: ["databaseId"],
    }),
  );
  return rows.map(({ databaseId }) => databaseId);
}

/** Ids of serving databases whose former password still lets in. */
export async function listFormerPasswords(): Promise<string[]> {
  const rows = await query(() =>
    prisma().databaseUser.findMany({
      where: { otherUntil: { not: null }, database: settled() },
      select: { databaseId: true },
    }),
  );
  return rows.map(({ databaseId }) => databaseId);
}
