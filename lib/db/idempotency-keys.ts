import { prisma, query } from "./client";

export type IdempotencyRow = { requestHash: string; status: number | null; answerEncrypted: string | null };

/** False when there is one of that key already. */
export async function insertIdempotencyKey(row: { key: string; requestHash: string }): Promise<boolean> {
  const { count } = await query(() =>
    prisma().idempotencyKey.createMany({ data: [row], skipDuplicates: true }),
  );
  return count > 0;
}

export async function findIdempotencyKey(key: string): Promise<IdempotencyRow | null> {
  return query(() =>
    prisma().idempotencyKey.findUnique({
      where: { key },
      select: { requestHash: true, status: true, answerEncrypted: true },
    }),
  );
}

export async function setIdempotencyAnswer(
  key: string,
  answer: { status: number; answerEncrypted: string },
): Promise<void> {
  await query(() => prisma().idempotencyKey.updateMany({ where: { key }, data: answer }));
}

export async function deleteIdempotencyKey(key: string): Promise<void> {
  await query(() => prisma().idempotencyKey.deleteMany({ where: { key } }));
}

export async function deleteIdempotencyKeysBefore(moment: Date): Promise<void> {
  await query(() => prisma().idempotencyKey.deleteMany({ where: { createdAt: { lt: moment } } }));
}
