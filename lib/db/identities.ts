import { randomUUID } from "node:crypto";
import { prisma, query, type Tx } from "./client";
import { PASSWORD_PROVIDER, USER_COLUMNS, type UserRow } from "./users";

/** Whom an identity provider vouches for, by what never changes. */
type IdentityKey = { issuer: string; subject: string };

/** Whose account is linked with it; null for nobody's. */
export async function findIdentityOwner(tx: Tx, { issuer, subject }: IdentityKey): Promise<UserRow | null> {
  const account = await tx.account.findUnique({
    where: { providerId_accountId: { providerId: issuer, accountId: subject } },
    select: { user: { select: USER_COLUMNS } },
  });
  return account?.user ?? null;
}

/** Whether the account is linked with anybody of that provider. */
export async function hasIdentityOf(tx: Tx, issuer: string, userId: string): Promise<boolean> {
  return (await tx.account.count({ where: { providerId: issuer, userId } })) > 0;
}

/** Links it with the account, which has none of that provider yet. */
export async function insertIdentity(
  tx: Tx,
  { issuer, subject, userId }: IdentityKey & { userId: string },
): Promise<void> {
  await tx.account.create({
    data: { id: randomUUID(), providerId: issuer, accountId: subject, userId },
    select: { id: true },
  });
}

/** Who is linked with somebody of a provider, by id. */
export async function listLinkedUsers(): Promise<Set<string>> {
  const accounts = await query(() =>
    prisma().account.findMany({
      where: { providerId: { not: PASSWORD_PROVIDER } },
      select: { userId: true },
    }),
  );
  return new Set(accounts.map(({ userId }) => userId));
}

/** From now on the account is found by its email address again. Safe to repeat. */
export async function deleteIdentities(tx: Tx, userId: string): Promise<void> {
  await tx.account.deleteMany({ where: { userId, providerId: { not: PASSWORD_PROVIDER } } });
}

/** Null where there is an account of that email, also one that was removed. */
export async function insertUserWithoutPassword(
  tx: Tx,
  user: { id: string; email: string; name: string },
): Promise<UserRow | null> {
  if (await tx.user.findUnique({ where: { email: user.email }, select: { id: true } })) return null;
  return tx.user.create({ data: user, select: USER_COLUMNS });
}
