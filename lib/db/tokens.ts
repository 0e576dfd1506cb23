import type { TokenScope } from "../core/people/scopes";
import { ask, prisma, query } from "./client";
import { Prisma } from "./generated/client";

export type TokenRow = {
  id: string;
  name: string;
  scope: TokenScope;
  appName: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
};

const COLUMNS = {
  id: true,
  name: true,
  scope: true,
  createdAt: true,
  lastUsedAt: true,
  expiresAt: true,
  app: { select: { name: true } },
} as const;

const toRow = ({
  app,
  ...token
}: Omit<TokenRow, "appName"> & { app: { name: string } | null }): TokenRow => ({
  ...token,
  appName: app?.name ?? null,
});

export type NewToken = {
  userId: string;
  name: string;
  tokenHash: string;
  scope: TokenScope;
  appId: string | null;
  expiresAt: Date | null;
};

export async function insertToken(row: NewToken): Promise<TokenRow> {
  return toRow(await query(() => prisma().apiToken.create({ data: row, select: COLUMNS })));
}

/** Those of the person that were not revoked, also expired ones; newest first. */
export async function listTokens(userId: string): Promise<TokenRow[]> {
  const rows = await query(() =>
    prisma().apiToken.findMany({
      where: { userId, revokedAt: null },
      select: COLUMNS,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    }),
  );
  return rows.map(toRow);
}

export async function countTokens(userId: string): Promise<number> {
  return query(() => prisma().apiToken.count({ where: { userId, revokedAt: null } }));
}

/** False when the person has no such token that works. */
export async function setTokenRevoked(key: { userId: string; id: string }, now: Date): Promise<boolean> {
  const { count } = await query(() =>
    prisma().apiToken.updateMany({ where: { ...key, revokedAt: null }, data: { revokedAt: now } }),
  );
  return count > 0;
}

/** Notes that the token is in use. */
export async function touchToken(id: string, usedAt: Date): Promise<void> {
  await query(() => prisma().apiToken.updateMany({ where: { id }, data: { lastUsedAt: usedAt } }));
}

/** A token that works, with whose it is. */
export type LiveToken = {
  tokenId: string;
  scope: TokenScope;
  appId: string | null;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  userId: string;
  email: string;
  isAdmin: boolean;
};

/** Null when there is none, it was revoked or has expired by `now`, or its account is disabled. One statement by hand: every request of a program begins with it. */
export async function findLiveToken(
  key: { id: string } | { tokenHash: string },
  now: Date,
): Promise<LiveToken | null> {
  const where =
    "id" in key ? Prisma.sql`t.id = ${key.id}::uuid` : Prisma.sql`t."tokenHash" = ${key.tokenHash}`;
  const [found] = await ask<LiveToken>(Prisma.sql`
    SELECT t.id AS "tokenId", t.scope::text AS scope, t."appId", t."lastUsedAt", t."expiresAt",
      u.id AS "userId", u.email, u."isAdmin"
    FROM api_tokens t JOIN users u ON u.id = t."userId"
    WHERE ${where} AND u."disabledAt" IS NULL AND t."revokedAt" IS NULL AND (t."expiresAt" IS NULL OR t."expiresAt" > ${now})`);
  return found ?? null;
}
