import { prisma, query, type Tx } from "./client";

export type InvitationRow = {
  id: string;
  /** Null on the set-up link. */
  email: string | null;
  isAdmin: boolean;
  /** Null on the set-up link. */
  invitedById: string | null;
  /** Set: the link is for a new password of this account. */
  userId: string | null;
  expiresAt: Date;
};

const COLUMNS = {
  id: true,
  email: true,
  isAdmin: true,
  invitedById: true,
  userId: true,
  expiresAt: true,
} as const;

const open = (now: Date) => ({ acceptedAt: null, expiresAt: { gt: now } });

/** Invitations nobody has accepted and that still can be, the newest first; without the set-up link and those for passwords. */
export async function listOpenInvitations(now: Date): Promise<InvitationRow[]> {
  return query(() =>
    prisma().invitation.findMany({
      where: { ...open(now), invitedById: { not: null }, userId: null },
      select: COLUMNS,
      orderBy: { createdAt: "desc" },
    }),
  );
}

/** Null when it does not exist, was accepted or has expired. */
export async function findOpenInvitation(tokenHash: string, now: Date): Promise<InvitationRow | null> {
  return query(() => prisma().invitation.findFirst({ where: { tokenHash, ...open(now) }, select: COLUMNS }));
}

export type NewInvitation = {
  tokenHash: string;
  email: string | null;
  isAdmin: boolean;
  invitedById: string | null;
  userId?: string;
  expiresAt: Date;
};

export async function insertInvitation(tx: Tx, row: NewInvitation): Promise<void> {
  await tx.invitation.create({ data: row, select: { id: true } });
}

/** True for exactly one caller, however many race with the same link. */
export async function claimInvitation(tx: Tx, tokenHash: string, now: Date): Promise<boolean> {
  const { count } = await tx.invitation.updateMany({
    where: { tokenHash, ...open(now) },
    data: { acceptedAt: now },
  });
  return count > 0;
}

/** False when there is no open invitation of that id; the set-up link is none. */
export async function deleteInvitation(id: string): Promise<boolean> {
  const { count } = await query(() =>
    prisma().invitation.deleteMany({
      where: { id, acceptedAt: null, invitedById: { not: null }, userId: null },
    }),
  );
  return count > 0;
}

/** Earlier links for the same email stop working. */
export async function deleteInvitationsOf(tx: Tx, email: string): Promise<void> {
  await tx.invitation.deleteMany({ where: { email, acceptedAt: null } });
}

/** Earlier links for a password of the account stop working. */
export async function deletePasswordLinks(tx: Tx, userId: string): Promise<void> {
  await tx.invitation.deleteMany({ where: { userId, acceptedAt: null } });
}

/** What the person has invited others with, and nobody has used yet, stops working. */
export async function deleteInvitationsBy(tx: Tx, invitedById: string): Promise<void> {
  await tx.invitation.deleteMany({ where: { invitedById, acceptedAt: null } });
}

/** Earlier set-up links stop working. */
export async function deleteSetupLinks(tx: Tx): Promise<void> {
  await tx.invitation.deleteMany({ where: { invitedById: null, acceptedAt: null, userId: null } });
}
