import { DomainError } from "../core/errors";
import { isUniqueViolation, prisma, query, type Tx } from "./client";

export type PasskeyRow = { id: string; name: string; createdAt: Date; lastUsedAt: Date | null };

/** What it is known by, and proved with. */
type Key = {
  credentialId: string;
  publicKey: Uint8Array<ArrayBuffer>;
  counter: number;
  transports: string[];
};

const COLUMNS = { id: true, name: true, createdAt: true, lastUsedAt: true } as const;

/** @throws DomainError `conflict` when somebody has it already. */
export async function insertPasskey(row: Key & { userId: string; name: string }): Promise<PasskeyRow> {
  try {
    return await query(() =>
      prisma().passkey.create({ data: { ...row, counter: BigInt(row.counter) }, select: COLUMNS }),
    );
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new DomainError("conflict", "passkey_taken", "This passkey is in use already.", { cause: error });
  }
}

/** Those of the person, newest first. */
export async function listPasskeys(
  userId: string,
): Promise<(PasskeyRow & Pick<Key, "credentialId" | "transports">)[]> {
  return query(() =>
    prisma().passkey.findMany({
      where: { userId },
      select: { ...COLUMNS, credentialId: true, transports: true },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    }),
  );
}

/** Null for one that nobody has. */
export async function findPasskey(
  credentialId: string,
): Promise<(Key & { id: string; userId: string }) | null> {
  const row = await query(() =>
    prisma().passkey.findUnique({
      where: { credentialId },
      select: {
        id: true,
        userId: true,
        credentialId: true,
        publicKey: true,
        counter: true,
        transports: true,
      },
    }),
  );
  return row && { ...row, counter: Number(row.counter) };
}

/** False when it is gone meanwhile. */
export async function setPasskeyUsed(id: string, counter: number, usedAt: Date): Promise<boolean> {
  const { count } = await query(() =>
    prisma().passkey.updateMany({
      where: { id },
      data: { counter: BigInt(counter), lastUsedAt: usedAt },
    }),
  );
  return count > 0;
}

/** False when the person has no such passkey. */
export async function deletePasskey(key: { userId: string; id: string }): Promise<boolean> {
  const { count } = await query(() => prisma().passkey.deleteMany({ where: key }));
  return count > 0;
}

/** All of the person's. */
export async function deletePasskeys(tx: Tx, userId: string): Promise<void> {
  await tx.passkey.deleteMany({ where: { userId } });
}
