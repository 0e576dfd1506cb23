import { DomainError } from "../core/errors";
import { isUniqueViolation, prisma, query, type Tx } from "./client";

export type UserRow = {
  id: string;
  email: string;
  name: string;
  isAdmin: boolean;
  hasSecondFactor: boolean;
  disabledAt: Date | null;
  createdAt: Date;
};

export const USER_COLUMNS = {
  id: true,
  email: true,
  name: true,
  isAdmin: true,
  hasSecondFactor: true,
  disabledAt: true,
  createdAt: true,
} as const;
/** What better-auth calls an account with a password. */
export const PASSWORD_PROVIDER = "credential";

/** Those that were not removed, sorted by email. */
export async function listUsers(): Promise<UserRow[]> {
  return query(() =>
    prisma().user.findMany({ where: { removedAt: null }, select: USER_COLUMNS, orderBy: { email: "asc" } }),
  );
}

/** Null also for one that was removed. */
export async function findUserByEmail(email: string): Promise<UserRow | null> {
  return query(() => prisma().user.findUnique({ where: { email, removedAt: null }, select: USER_COLUMNS }));
}

export async function isDisabled(id: string): Promise<boolean> {
  const user = await query(() => prisma().user.findUnique({ where: { id }, select: { disabledAt: true } }));
  return user?.disabledAt != null;
}

export async function hasAdministrator(tx: Tx): Promise<boolean> {
  return (await tx.user.findFirst({ where: { isAdmin: true }, select: { id: true } })) !== null;
}

export type NewUserRow = { id: string; email: string; name: string; isAdmin: boolean; passwordHash: string };

/** Writes a person with the password to sign in with; who was removed comes back under the same id. @throws DomainError `conflict` when the email has an account. */
export async function insertUser(tx: Tx, { passwordHash, ...user }: NewUserRow): Promise<UserRow> {
  const account = {
    id: user.id,
    accountId: user.id,
    providerId: PASSWORD_PROVIDER,
    password: passwordHash,
  };
  try {
    return (
      (await reviveUser(tx, user, passwordHash)) ??
      (await tx.user.create({ data: { ...user, accounts: { create: account } }, select: USER_COLUMNS }))
    );
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const message = "There is an account with this email already.";
    throw new DomainError("conflict", "email_taken", message, {
      cause: error,
      fields: { email: [message] },
    });
  }
}

/** Null when nobody of that email was removed. */
async function reviveUser(
  tx: Tx,
  { email, name, isAdmin }: Omit<NewUserRow, "passwordHash">,
  password: string,
): Promise<UserRow | null> {
  const [revived] = await tx.user.updateManyAndReturn({
    where: { email, removedAt: { not: null } },
    data: { name, isAdmin, removedAt: null, createdAt: new Date() },
    select: USER_COLUMNS,
  });
  if (!revived) return null;
  const { id } = revived;
  await tx.account.create({
    data: { id, accountId: id, providerId: PASSWORD_PROVIDER, password, userId: id },
    select: { id: true },
  });
  return revived;
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

/** Also a first one, of an account that had none. */
export async function setPasswordHash(tx: Tx, userId: string, password: string): Promise<void> {
  await tx.account.upsert({
    where: { providerId_accountId: { providerId: PASSWORD_PROVIDER, accountId: userId } },
    create: { id: userId, accountId: userId, providerId: PASSWORD_PROVIDER, password, userId },
    update: { password },
    select: { id: true },
  });
}
