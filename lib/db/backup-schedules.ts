import { aheadOf } from "../core/clocks";
import { ask, prisma, query, type Tx } from "./client";
import { Prisma } from "./generated/client";

/** A running database whose backups are on, and what became of them. */
export type BackupScheduleRow = {
  databaseId: string;
  appId: string;
  resourceId: string;
  planId: string;
  engine: string;
  version: string;
  hourUtc: number;
  /** Slots before this are not caught up. */
  since: Date;
  hasOperation: boolean;
  isDataGone: boolean;
  /** The slot of the last periodic backup, and how many there were for it. */
  lastSlotAt: Date | null;
  tries: number;
  isLastGood: boolean;
  lastEndedAt: Date | null;
  /** Of the proven ones of the database itself that are still there. */
  firstGoodAt: Date | null;
  lastGoodAt: Date | null;
  lastDrillAt: Date | null;
};

/** Proofs and drills of a time still to come say nothing. In one statement: asked every minute of all databases. */
export async function listBackupSchedules(now: Date): Promise<BackupScheduleRow[]> {
  return ask<BackupScheduleRow>(Prisma.sql`
    SELECT d.id AS "databaseId", a."appId", a."resourceId", a."planId", d.engine, d.version, d."backupHourUtc" AS "hourUtc",
      greatest(d."createdAt", d."backupOnSince") AS since,
      EXISTS (SELECT 1 FROM operations o WHERE o."databaseId" = d.id AND o."finishedAt" IS NULL AND NOT o."isStandingBy") AS "hasOperation",
      EXISTS (SELECT 1 FROM nodes n WHERE n."databaseId" = d.id AND n.status = 'active' AND n."dataGoneAt" IS NOT NULL)
        AS "isDataGone",
      last."slotAt" AS "lastSlotAt", coalesce(last.status = 'done', FALSE) AS "isLastGood",
      last."finishedAt" AS "lastEndedAt",
      (SELECT count(*) FROM backups b WHERE b."databaseId" = d.id AND b.method = 'periodic'
        AND b."slotAt" = last."slotAt")::int AS tries,
      good."firstGoodAt", good."lastGoodAt",
      (SELECT max(o."createdAt") FROM operations o WHERE o."databaseId" = d.id AND o.kind = 'drill'
        AND o."createdAt" < ${aheadOf(now)}) AS "lastDrillAt"
    FROM databases d
    JOIN addons a ON a.id = d."addonId" AND a.status = 'running'
    JOIN apps p ON p.id = a."appId" AND p."deletedAt" IS NULL
    LEFT JOIN LATERAL (
      SELECT "slotAt", status, "finishedAt" FROM backups
      WHERE "databaseId" = d.id AND method = 'periodic' ORDER BY number DESC LIMIT 1) last ON TRUE
    LEFT JOIN LATERAL (
      SELECT min("provenAt") AS "firstGoodAt", max("provenAt") FILTER (WHERE "provenAt" < ${aheadOf(now)}) AS "lastGoodAt" FROM backups
      WHERE "databaseId" = d.id AND status = 'done' AND "deletedAt" IS NULL AND method <> 'uploaded') good ON TRUE
    WHERE d."isBackupOn"
    ORDER BY d.id`);
}

/** How many backups for that slot there are; within the transaction that begins another. */
export async function countTries(tx: Tx, key: { databaseId: string; slotAt: Date }): Promise<number> {
  return tx.backup.count({ where: { ...key, method: "periodic" } });
}

/** Operations that read or write whole backups now. */
export async function countUnfinishedBackUps(): Promise<number> {
  return query(() =>
    prisma().operation.count({ where: { kind: { in: ["back-up", "drill"] }, finishedAt: null } }),
  );
}

/** A removed addon of which there are backups. */
export type RemovedWithBackups = {
  databaseId: string;
  appId: string;
  appName: string;
  resourceId: string;
  addonId: string;
  removedAt: Date;
};

const REMOVED = {
  status: "removed",
  removedAt: { not: null },
  database: { backups: { some: { deletedAt: null } } },
} satisfies Prisma.AddonWhereInput;

async function selectRemoved(where: Prisma.AddonWhereInput): Promise<RemovedWithBackups[]> {
  const rows = await query(() =>
    prisma().addon.findMany({
      where: { ...REMOVED, ...where },
      select: {
        id: true,
        appId: true,
        resourceId: true,
        removedAt: true,
        app: { select: { name: true } },
        database: { select: { id: true } },
      },
      orderBy: { removedAt: "desc" },
    }),
  );
  return rows.flatMap(({ id: addonId, database, app, removedAt, ...row }) =>
    database && removedAt ? [{ ...row, addonId, appName: app.name, databaseId: database.id, removedAt }] : [],
  );
}

/** Last removed first. */
export const listRemovedOfApp = (appId: string): Promise<RemovedWithBackups[]> => selectRemoved({ appId });

/** Of apps that are deleted themselves; last removed first. */
export const listRemovedOfDeletedApps = (): Promise<RemovedWithBackups[]> =>
  selectRemoved({ app: { deletedAt: { not: null } } });

/** All of them whose time is over. */
export const listRemovedBefore = (removedBefore: Date): Promise<RemovedWithBackups[]> =>
  selectRemoved({ removedAt: { lte: removedBefore } });
