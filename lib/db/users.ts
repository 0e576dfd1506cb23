import { DomainError } from "../core/errors";
import { isUniqueViolation, prisma, query, type Tx } from "./client";

export type UserRow = { id: string; email: string; name: string; isAdmin: boolean; createdAt: Date };

const COLUMNS = { id: true, email: true, name: true, isAdmin: true, createdAt: true } as const;
/** What better-auth calls an account with a password. */
const PASSWORD_PROVIDER = "credential";

/** Sorted by email. */
export async function listUsers(): Promise<UserRow[]> {
  return query(() => prisma().user.findMany({ select: COLUMNS, orderBy: { email: "asc" } }));
}

export async function findUserByEmail(email: string): Promise<UserRow | null> {
  return query(() => prisma().user.findUnique({ where: { email }, select: COLUMNS }));
}

export async function hasAdministrator(tx: Tx): Promise<boolean> {
  return (await tx.user.findFirst({ where: { isAdmin: true }, select: { id: true } })) !== null;
}

export type NewUserRow = { id: string; email: string; name: string; isAdmin: boolean; passwordHash: string };

/** Writes a person with the password to sign in with. @throws DomainError `conflict` when the email has an account. */
export async function insertUser(tx: Tx, { passwordHash, ...user }: NewUserRow): Promise<UserRow> {
  const account = {
    id: user.id,
    accountId: user.id,
    providerId: PASSWORD_PROVIDER,
    password: passwordHash,
  };
  try {
    return await tx.user.create({ data: { ...user, accounts: { create: account } }, select: COLUMNS });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const message = "There is an account with this email already.";
    throw new DomainError("conflict", "email_taken", message, {
      cause: error,
      fields: { email: [message] },
    });
  }
}

/** Null for a person without a password. */
export async function findPasswordHash(userId: string): Promise<string | null> {
  const account = await query(() =>
    prisma().account.findFirst({
      where: { userId, providerId: PASSWORD_PROVIDER },
      select: { password: true },
    }),
  );
  return account?.password ?? null;
}

export async function setPasswordHash(tx: Tx, userId: string, password: string): Promise<void> {
  await tx.account.updateMany({ where: { userId, providerId: PASSWORD_PROVIDER }, data: { password } });
}
