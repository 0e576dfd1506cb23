import { DomainError } from "../core/errors";
import type { OperationStatus } from "../core/operations/state";
import type { WaveDatabase, WavePart, WaveStatus } from "../core/waves/wave";
import { isUniqueViolation, listAny, prisma, query, type Tx } from "./client";
import { ASKER_COLUMNS, type Asker, askerOf } from "./waves";

export type DrainRow = {
  id: string;
  hostId: string;
  hostName: string;
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
  hostId: true,
  hostName: true,
  atOnce: true,
  status: true,
  reason: true,
  createdAt: true,
  endedAt: true,
  actor: ASKER_COLUMNS,
} as const;

type Selected = Omit<DrainRow, "actor"> & { actor: Parameters<typeof askerOf>[0] };
const toRow = ({ actor, ...row }: Selected): DrainRow => ({ ...row, actor: askerOf(actor) });

/** @throws DomainError `conflict` reason `drain_running` while one of that host runs. */
export async function insertDrain(
  tx: Tx,
  row: Pick<DrainRow, "id" | "hostId" | "hostName" | "atOnce"> & { actorId: string },
): Promise<void> {
  try {
    await tx.hostDrain.create({ data: row, select: { id: true } });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const message = "The databases of this host are being moved already.";
    throw new DomainError("conflict", "drain_running", message, { cause: error });
  }
}

/** Oldest first. */
export async function listRunningDrains(): Promise<DrainRow[]> {
  const where = { status: "running" as const };
  const rows = await listAny(
    () => prisma().hostDrain.findFirst({ where, select: { id: true } }),
    () => prisma().hostDrain.findMany({ where, select: COLUMNS, orderBy: { createdAt: "asc" } }),
  );
  return rows.map(toRow);
}

/** Of each host the newest. */
export async function listNewestDrains(): Promise<DrainRow[]> {
  const rows = await query(() =>
    prisma().hostDrain.findMany({
      distinct: ["hostId"],
      select: COLUMNS,
      orderBy: [{ hostId: "asc" }, { createdAt: "desc" }],
    }),
  );
  return rows.map(toRow);
}

/** Ends it; false when it has ended before. */
export async function endDrain(
  tx: Tx,
  id: string,
  end: { status: Exclude<WaveStatus, "running">; reason?: string; now: Date },
): Promise<boolean> {
  const { status, reason = null, now } = end;
  const { count } = await tx.hostDrain.updateMany({
    where: { id, status: "running" },
    data: { status, reason, endedAt: now },
  });
  return count > 0;
}

/** True once somebody has stopped it. */
export async function isDrainStopped(id: string): Promise<boolean> {
  return (await query(() => prisma().hostDrain.count({ where: { id, status: "stopped" } }))) > 0;
}

/** Stops what runs of that host; false where nothing does. */
export async function stopDrain(tx: Tx, hostId: string, now: Date): Promise<boolean> {
  const { count } = await tx.hostDrain.updateMany({
    where: { hostId, status: "running" },
    data: { status: "stopped", endedAt: now },
  });
  return count > 0;
}

/** Notes a move as the drain's while that runs and has room for it; two workers who would begin one take turns. */
export async function addDrainMove(
  tx: Tx,
  { drainId, operationId }: { drainId: string; operationId: string },
): Promise<boolean> {
  const [drain] = await tx.$queryRaw<{ atOnce: number }[]>`
    SELECT "atOnce" FROM host_drains WHERE id = ${drainId}::uuid AND status = 'running' FOR UPDATE`;
  const underWay = await tx.hostDrainMove.count({ where: { drainId, operation: { finishedAt: null } } });
  if (!drain || underWay >= drain.atOnce) return false;
  await tx.hostDrainMove.create({ data: { drainId, operationId }, select: { drainId: true } });
  return true;
}

export type DrainMoveRow = WavePart & {
  drainId: string;
  status: OperationStatus;
  operationId: string;
  appName: string;
};

/** What those drains have begun, oldest first. */
export async function listDrainMoves(drainIds: readonly string[]): Promise<DrainMoveRow[]> {
  return query(
    () => prisma().$queryRaw<DrainMoveRow[]>`
      SELECT m."drainId", o.id AS "operationId", n."resourceId", a.name AS "appName", o.status::text AS status,
        o."errorMessage" AS message
      FROM host_drain_moves m JOIN operations o ON o.id = m."operationId" JOIN apps a ON a.id = o."appId"
        JOIN databases d ON d.id = o."databaseId" JOIN addons n ON n.id = d."addonId"
      WHERE m."drainId" = ANY(${[...drainIds]}::uuid[]) ORDER BY o."createdAt", o.id`,
  );
}

/** A database with a node on a host, and of a highly available one that node's number. */
export type HostDatabase = WaveDatabase & { memberNumber: number | null };

/** Databases with a node on the host that is not removed, by resource id. */
export async function listHostDatabases(hostId: string): Promise<HostDatabase[]> {
  return query(
    () => prisma().$queryRaw<HostDatabase[]>`
      SELECT n."resourceId", n.status::text AS status,
        EXISTS (SELECT 1 FROM operations o WHERE o."databaseId" = d.id AND o."finishedAt" IS NULL) AS "isBusy",
        max(x.number) FILTER (WHERE x."groupNumber" IS NOT NULL) AS "memberNumber"
      FROM addons n JOIN databases d ON d."addonId" = n.id JOIN nodes x ON x."databaseId" = d.id
      WHERE x."hostId" = ${hostId} AND x.status <> 'removed'
      GROUP BY n."resourceId", n.status, d.id ORDER BY n."resourceId"`,
  );
}
