import type { ImportProgress } from "../core/imports/progress";
import type { ImportMode } from "../core/imports/replicate";
import { isUniqueViolation, prisma, query, type Tx } from "./client";
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
  mode: ImportMode;
  /** How often the relay was made; 0 where there is none. */
  relayRevision: number;
  relayAddress: string | null;
  switchAskedAt: Date | null;
  /** Whether the database is neither removed nor on its way to be. */
  isDatabaseKept: boolean;
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
  mode: true,
  relayRevision: true,
  relayAddress: true,
  switchAskedAt: true,
  operation: { select: { database: { select: { addon: { select: { status: true } } } } } },
} as const;

/** Written with its operation. */
export async function insertImport(
  tx: Tx,
  row: Pick<
    ImportRow,
    "operationId" | "source" | "isCertificateChecked" | "way" | "keysPerSecondMax" | "mode"
  > & {
    urlEncrypted: string;
  },
): Promise<void> {
  await tx.import.create({ data: row, select: { operationId: true } });
}

/** Null for an operation that imports nothing. */
export async function findImport(operationId: string): Promise<ImportRow | null> {
  const found = await query(() => prisma().import.findUnique({ where: { operationId }, select: COLUMNS }));
  if (!found) return null;
  const { operation, ...row } = found;
  // These columns hold only what the functions here wrote.
  return {
    ...row,
    way: row.way as ImportRow["way"],
    mode: row.mode as ImportMode,
    progress: row.progress as ImportProgress | null,
    isDatabaseKept: operation.database?.addon.status === "running",
  };
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

/** Answers the revision of the relay that leads to that address, which is a new one for another address. Safe to repeat. */
export async function placeRelay(operationId: string, address: string): Promise<number> {
  const { relayAddress, relayRevision } = await query(() =>
    prisma().import.findUniqueOrThrow({
      where: { operationId },
      select: { relayAddress: true, relayRevision: true },
    }),
  );
  if (relayAddress === address) return relayRevision;
  const data = { relayAddress: address, relayRevision: relayRevision + 1 };
  await query(() => prisma().import.update({ where: { operationId }, data, select: { operationId: true } }));
  return data.relayRevision;
}

/** Imports that follow a source and have not ended. */
export const countStaying = (): Promise<number> =>
  query(() => prisma().import.count({ where: { mode: "stay_in_step", operation: { finishedAt: null } } }));

/** Asks one that stays in step to switch; false once it cannot. Safe to repeat. */
export async function askToSwitchImport(tx: Tx, operationId: string): Promise<boolean> {
  const { count } = await tx.import.updateMany({
    where: { operationId, mode: "stay_in_step", cancelAskedAt: null, settledAt: null },
    data: { switchAskedAt: new Date() },
  });
  return count > 0;
}

/** It stays in step after all. */
export async function forgetSwitch(operationId: string): Promise<void> {
  await query(() => prisma().import.updateMany({ where: { operationId }, data: { switchAskedAt: null } }));
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

const setStandBy = (id: string, isStandingBy: boolean): Promise<unknown> =>
  query(() =>
    prisma().operation.updateMany({ where: { id, isStandingBy: !isStandingBy }, data: { isStandingBy } }),
  );

/** Lets backups of the database be taken beside it. Safe to repeat. */
export const standBy = async (operationId: string): Promise<void> =>
  void (await setStandBy(operationId, true));

/** Ends that: from here on none begins. False while one is being taken. Safe to repeat. */
export async function endStandBy(operationId: string): Promise<boolean> {
  try {
    await setStandBy(operationId, false);
    return true;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return false;
  }
}
