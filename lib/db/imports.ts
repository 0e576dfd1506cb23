import type { ImportProgress } from "../core/imports/progress";
import { prisma, query, type Tx } from "./client";
import type { Prisma } from "./generated/client";

/** From where an operation imports, and how far it is. */
export type ImportRow = {
  operationId: string;
  source: string;
  /** Null once it has ended. */
  urlEncrypted: string | null;
  isCertificateChecked: boolean;
  way: "dump" | "typed";
  keysPerSecondMax: number | null;
  progress: ImportProgress | null;
  /** Keys that were compared at the end. */
  keys: number | null;
  cancelAskedAt: Date | null;
};

const COLUMNS = {
  operationId: true,
  source: true,
  urlEncrypted: true,
  isCertificateChecked: true,
  way: true,
  keysPerSecondMax: true,
  progress: true,
  keys: true,
  cancelAskedAt: true,
} as const;

/** Written with its operation. */
export async function insertImport(
  tx: Tx,
  row: Pick<ImportRow, "operationId" | "source" | "isCertificateChecked" | "way" | "keysPerSecondMax"> & {
    urlEncrypted: string;
  },
): Promise<void> {
  await tx.import.create({ data: row, select: { operationId: true } });
}

/** Null for an operation that imports nothing. */
export async function findImport(operationId: string): Promise<ImportRow | null> {
  const row = await query(() => prisma().import.findUnique({ where: { operationId }, select: COLUMNS }));
  // These columns hold only what the functions here wrote.
  return row && { ...row, way: row.way as ImportRow["way"], progress: row.progress as ImportProgress | null };
}

/** Notes how far it is. */
export async function setImportProgress(operationId: string, progress: ImportProgress): Promise<void> {
  await query(() => prisma().import.updateMany({ where: { operationId }, data: { progress } }));
}

/** Notes how many keys were compared at the end. */
export async function setImportedKeys(operationId: string, keys: number): Promise<void> {
  await query(() => prisma().import.updateMany({ where: { operationId }, data: { keys } }));
}

/** Asks for it to end; false once it cannot be cancelled any more. Safe to repeat. */
export async function askToCancelImport(tx: Tx, operationId: string): Promise<boolean> {
  const { count } = await tx.import.updateMany({
    where: { operationId, settledAt: null },
    data: { cancelAskedAt: new Date() },
  });
  return count > 0;
}

/** From here on it cannot be cancelled; false when somebody did before. Safe to repeat. */
export async function settleImport(operationId: string): Promise<boolean> {
  const { count } = await query(() =>
    prisma().import.updateMany({
      where: { operationId, cancelAskedAt: null },
      data: { settledAt: new Date() },
    }),
  );
  return count > 0;
}

/** With its end the URL goes, and where it was. */
export async function endImport(tx: Tx, operationId: string): Promise<void> {
  const data = { urlEncrypted: null } satisfies Prisma.ImportUpdateManyMutationInput;
  await tx.import.updateMany({ where: { operationId }, data });
}
