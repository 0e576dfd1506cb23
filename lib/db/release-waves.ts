import { DomainError } from "../core/errors";
import type { WaveDatabase, WavePart, WaveStatus } from "../core/waves/wave";
import { isUniqueViolation, prisma, query, type Tx } from "./client";
import type { Prisma } from "./generated/client";
import { ASKER_COLUMNS, type Asker, askerOf } from "./waves";

export type ReleaseWaveRow = {
  id: string;
  engine: string;
  version: string;
  isInWindows: boolean;
  atOnce: number;
  status: WaveStatus;
  reason: string | null;
  createdAt: Date;
  endedAt: Date | null;
  /** Who asked for it; null once that account is removed. */
  actor: Asker | null;
};

const COLUMNS = {
  id: true,
  engine: true,
  version: true,
  isInWindows: true,
  atOnce: true,
  status: true,
  reason: true,
  createdAt: true,
  endedAt: true,
  actor: ASKER_COLUMNS,
} as const;

type Selected = Omit<ReleaseWaveRow, "actor"> & { actor: Parameters<typeof askerOf>[0] };
const toRow = ({ actor, ...row }: Selected): ReleaseWaveRow => ({ ...row, actor: askerOf(actor) });

/** @throws DomainError `conflict` reason `wave_running` while one of that release runs. */
export async function insertWave(
  tx: Tx,
  row: Pick<ReleaseWaveRow, "id" | "engine" | "version" | "isInWindows" | "atOnce"> & { actorId: string },
): Promise<void> {
  try {
    await tx.releaseWave.create({ data: row, select: { id: true } });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const message = "The databases of this release are being upgraded already. Stop that first.";
    throw new DomainError("conflict", "wave_running", message, { cause: error });
  }
}

/** Oldest first. */
export async function listRunningWaves(): Promise<ReleaseWaveRow[]> {
  const rows = await query(() =>
    prisma().releaseWave.findMany({
      where: { status: "running" },
      select: COLUMNS,
      orderBy: { createdAt: "asc" },
    }),
  );
  return rows.map(toRow);
}

/** Of each release the newest. */
export async function listNewestWaves(): Promise<ReleaseWaveRow[]> {
  const rows = await query(() =>
    prisma().releaseWave.findMany({
      distinct: ["engine", "version"],
      select: COLUMNS,
      orderBy: [{ engine: "asc" }, { version: "asc" }, { createdAt: "desc" }],
    }),
  );
  return rows.map(toRow);
}

/** Ends it; false when it has ended before. */
export async function endWave(
  tx: Tx,
  id: string,
  {
    status,
    reason = null,
    now,
  }: { status: Exclude<WaveStatus, "running">; reason?: string | null; now: Date },
): Promise<boolean> {
  const { count } = await tx.releaseWave.updateMany({
    where: { id, status: "running" },
    data: { status, reason, endedAt: now },
  });
  return count > 0;
}

type PartKey = { waveId: string; databaseId: string };

/** Notes what was begun of a database as the wave's while that runs and has room for it; two workers who would begin one take turns. */
export async function addWaveOperation(
  tx: Tx,
  { waveId, databaseId, operationId }: PartKey & { operationId: string },
): Promise<boolean> {
  const atOnce = await lockRunning(tx, waveId);
  const underWay = await tx.releaseWavePart.count({ where: { waveId, operation: { finishedAt: null } } });
  if (atOnce === null || underWay >= atOnce) return false;
  return addPart(tx, { waveId, databaseId, operationId });
}

/** The same of what waits for its window: there may be any number of those. */
export async function addWaveMaintenance(
  tx: Tx,
  { waveId, databaseId, maintenanceId }: PartKey & { maintenanceId: string },
): Promise<boolean> {
  if ((await lockRunning(tx, waveId)) === null) return false;
  return addPart(tx, { waveId, databaseId, maintenanceId });
}

/** How many it may do at once; null once it has ended. */
async function lockRunning(tx: Tx, waveId: string): Promise<number | null> {
  const [wave] = await tx.$queryRaw<{ atOnce: number }[]>`
    SELECT "atOnce" FROM release_waves WHERE id = ${waveId}::uuid AND status = 'running' FOR UPDATE`;
  return wave?.atOnce ?? null;
}

async function addPart(
  tx: Tx,
  part: PartKey & { operationId?: string; maintenanceId?: string },
): Promise<boolean> {
  const { count } = await tx.releaseWavePart.createMany({ data: [part], skipDuplicates: true });
  return count > 0;
}

/** Whether a maintenance may begin now: true where it is of no wave, or of one that runs, in which none failed and fewer are under way than may be. */
export async function hasRoomInWave(tx: Tx, maintenanceId: string): Promise<boolean> {
  const [wave] = await tx.$queryRaw<{ id: string; atOnce: number; status: WaveStatus }[]>`
    SELECT w.id, w."atOnce", w.status::text AS status FROM release_waves w JOIN release_wave_parts p ON p."waveId" = w.id
    WHERE p."maintenanceId" = ${maintenanceId}::uuid FOR UPDATE OF w`;
  if (!wave) return true;
  const count = (is: Prisma.MaintenanceWhereInput) =>
    tx.maintenance.count({
      where: {
        id: { not: maintenanceId },
        waveParts: { some: { waveId: wave.id } },
        database: { addon: { status: { notIn: ["removing", "removed"] } } },
        ...is,
      },
    });
  const failed = count({ OR: [{ status: "failed" }, { operation: { status: "failed" } }] });
  if (wave.status !== "running" || (await failed) > 0) return false;
  return (await count({ status: "running" })) < wave.atOnce;
}

export type WavePartRow = WavePart & {
  waveId: string;
  appName: string;
  /** Null for what waits for its window still. */
  operationId: string | null;
  windowAt: Date | null;
};

/** What those waves have begun, by their windows and in the order in which it was. */
export async function listWaveParts(waveIds: readonly string[]): Promise<WavePartRow[]> {
  return query(
    () => prisma().$queryRaw<WavePartRow[]>`
      SELECT p."waveId", n."resourceId", a.name AS "appName", o.id AS "operationId", m."windowAt",
        CASE WHEN n.status IN ('removing', 'removed') OR m.status = 'cancelled' THEN 'left-out'
          WHEN m.status IN ('scheduled', 'notified', 'queued') THEN 'waiting'
          WHEN m.status = 'failed' THEN 'failed' WHEN m.status = 'done' THEN 'succeeded' ELSE o.status::text END AS status,
        COALESCE(m.reason, o."errorMessage") AS message
      FROM release_wave_parts p JOIN databases d ON d.id = p."databaseId" JOIN addons n ON n.id = d."addonId"
        JOIN apps a ON a.id = n."appId" LEFT JOIN maintenances m ON m.id = p."maintenanceId"
        LEFT JOIN operations o ON o.id = COALESCE(p."operationId", m."operationId")
      WHERE p."waveId" = ANY(${[...waveIds]}::uuid[]) ORDER BY m."windowAt", o."createdAt", n."resourceId"`,
  );
}

/** What waits for its window of a wave, as its events tell of it. */
export type WaitingMaintenance = {
  id: string;
  type: string;
  version: string;
  windowAt: Date;
  resourceId: string;
  appId: string;
  databaseId: string;
};

/** Takes back all of a wave that has not begun; answers it. */
export async function cancelWaiting(
  tx: Tx,
  waveId: string,
  { reason, now }: { reason: string; now: Date },
): Promise<WaitingMaintenance[]> {
  return tx.$queryRaw<WaitingMaintenance[]>`
    UPDATE maintenances m SET status = 'cancelled', reason = ${reason}, "endedAt" = ${now}
    FROM release_wave_parts p, databases d, addons n
    WHERE p."waveId" = ${waveId}::uuid AND m.id = p."maintenanceId" AND m.status IN ('scheduled', 'notified', 'queued')
      AND d.id = m."databaseId" AND n.id = d."addonId"
    RETURNING m.id, m.type, m.version, m."windowAt", n."resourceId", n."appId", m."databaseId"`;
}

export type ReleaseDatabase = WaveDatabase & {
  databaseId: string;
  engine: string;
  version: string;
  image: string | null;
};

/** Databases that serve and run that release, by resource id. */
export async function listReleaseDatabases(engine: string, version: string): Promise<ReleaseDatabase[]> {
  return query(
    () => prisma().$queryRaw<ReleaseDatabase[]>`
      SELECT n."resourceId", n.status::text AS status, d.id AS "databaseId", x.engine, x.version, x.image,
        EXISTS (SELECT 1 FROM operations o WHERE o."databaseId" = d.id AND o."finishedAt" IS NULL) AS "isBusy"
      FROM nodes x JOIN databases d ON d.id = x."databaseId" JOIN addons n ON n.id = d."addonId"
      WHERE x.status = 'active' AND x.engine = ${engine} AND x.version = ${version} ORDER BY n."resourceId"`,
  );
}
