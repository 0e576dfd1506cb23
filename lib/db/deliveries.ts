import { type EventDetail, readEvent } from "../core/events/events";
import type { EventKind } from "../core/notifiers/event-kinds";
import { DELIVERIES_KEPT } from "../core/notifiers/notifier";
import { prisma, query, type Tx } from "./client";

export type DeliveryRow = {
  id: string;
  notifierId: string;
  /** Null for a test. */
  event: EventDetail | null;
  appName: string | null;
  tries: number;
  nextTryAt: Date;
  triedAt: Date | null;
  endedAt: Date | null;
  isDelivered: boolean;
  /** What the receiver last said. */
  reason: string | null;
  createdAt: Date;
};

type Raw = Omit<DeliveryRow, "event"> & { type: string | null; data: unknown };

const toRow = ({ type, data, ...row }: Raw): DeliveryRow => ({
  ...row,
  event: type === null ? null : readEvent({ type, data }),
});

/** Of an event that was just written: one message for each notifier that is told of it, of the platform alone where it is of no app. The lock lets one that is being removed go. */
export async function insertDeliveries(
  tx: Tx,
  { eventId, appId, kind }: { eventId: string; appId: string | null; kind: EventKind },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO deliveries (id, "notifierId", "eventId")
    SELECT gen_random_uuid(), n.id, ${eventId}::uuid FROM notifiers n
    WHERE n."isActive" AND (n."appId" IS NULL OR n."appId" = ${appId}::uuid)
      AND (n."isAll" OR ${kind} = ANY(n.kinds))
    FOR KEY SHARE`;
}

/** A test, which was just sent. */
export async function insertTestDelivery(row: {
  id: string;
  notifierId: string;
  isDelivered: boolean;
  reason: string | null;
  now: Date;
}): Promise<void> {
  const { now, ...columns } = row;
  await query(() =>
    prisma().delivery.create({
      data: { ...columns, tries: 1, createdAt: now, triedAt: now, nextTryAt: now, endedAt: now },
      select: { id: true },
    }),
  );
}

/** Notifiers for which something waits whose time has come, `limit` at most. */
export async function listDueNotifiers(now: Date, limit: number): Promise<string[]> {
  const rows = await query(
    () => prisma().$queryRaw<{ notifierId: string }[]>`
      SELECT "notifierId" FROM deliveries WHERE "endedAt" IS NULL AND "nextTryAt" <= ${now}
      GROUP BY "notifierId" ORDER BY min("nextTryAt") LIMIT ${limit}`,
  );
  return rows.map(({ notifierId }) => notifierId);
}

export type ClaimedDelivery = { id: string; eventId: string | null; tries: number; createdAt: Date };

/**
 * The oldest message for the notifier whose time has come: nobody else sends it before `until`, by when it was sent or its worker is gone.
 * Null when there is none, or others have them all.
 */
export async function claimDelivery(
  notifierId: string,
  { workerId, now, until }: { workerId: string; now: Date; until: Date },
): Promise<ClaimedDelivery | null> {
  const [row] = await query(
    () => prisma().$queryRaw<ClaimedDelivery[]>`
      UPDATE deliveries SET tries = tries + 1, "nextTryAt" = ${until}, "triedAt" = ${now}, "claimedBy" = ${workerId}
      WHERE id = (SELECT id FROM deliveries
        WHERE "notifierId" = ${notifierId}::uuid AND "endedAt" IS NULL AND "nextTryAt" <= ${now}
        ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING id, "eventId", tries, "createdAt"`,
  );
  return row ?? null;
}

/** What an earlier life of this worker was sending when it ended: it may be sent at once. */
export async function releaseDeliveries(workerId: string, now: Date): Promise<void> {
  await query(() =>
    prisma().delivery.updateMany({
      where: { claimedBy: workerId, endedAt: null, nextTryAt: { gt: now } },
      data: { nextTryAt: now, claimedBy: null },
    }),
  );
}

/** What an event says, and of which app, if of any; null for a test. */
export async function findDeliveredEvent(
  eventId: string,
): Promise<{ event: EventDetail; appName: string | null } | null> {
  const row = await query(() =>
    prisma().event.findUnique({
      where: { id: eventId },
      select: { type: true, data: true, app: { select: { name: true } } },
    }),
  );
  return row && { event: readEvent(row), appName: row.app?.name ?? null };
}

/** It was taken, or is given up; of those that have ended the newest are kept. */
export async function endDelivery(
  { id, notifierId }: { id: string; notifierId: string },
  { isDelivered, reason, now }: { isDelivered: boolean; reason: string | null; now: Date },
): Promise<void> {
  await query(() =>
    prisma().$transaction([
      prisma().delivery.updateMany({
        where: { id, endedAt: null },
        data: { isDelivered, reason, endedAt: now, claimedBy: null },
      }),
      prisma().$executeRaw`
        DELETE FROM deliveries WHERE "notifierId" = ${notifierId}::uuid AND "endedAt" IS NOT NULL AND id NOT IN (
          SELECT id FROM deliveries WHERE "notifierId" = ${notifierId}::uuid AND "endedAt" IS NOT NULL
          ORDER BY number DESC LIMIT ${DELIVERIES_KEPT})`,
    ]),
  );
}

/** It is tried again; whatever else waits for the same receiver lets it rest until `restsUntil`. */
export async function postponeDelivery(
  { id, notifierId }: { id: string; notifierId: string },
  { nextTryAt, restsUntil, reason }: { nextTryAt: Date; restsUntil: Date; reason: string },
): Promise<void> {
  await query(() =>
    prisma().$transaction([
      prisma().delivery.updateMany({
        where: { notifierId, endedAt: null, nextTryAt: { lt: restsUntil } },
        data: { nextTryAt: restsUntil },
      }),
      prisma().delivery.updateMany({
        where: { id, endedAt: null },
        data: { nextTryAt, reason, claimedBy: null },
      }),
    ]),
  );
}

/** Nothing of what waits for the notifier is sent any more. */
export async function giveUpDeliveries(tx: Tx, notifierId: string, reason: string): Promise<void> {
  await tx.delivery.updateMany({
    where: { notifierId, endedAt: null },
    data: { endedAt: new Date(), reason, claimedBy: null },
  });
}

/** Newest first, `limit` at most. */
export async function listDeliveries(notifierId: string, limit: number): Promise<DeliveryRow[]> {
  const rows = await query(
    () => prisma().$queryRaw<Raw[]>`
      SELECT d.id, d."notifierId", d.tries, d."nextTryAt", d."triedAt", d."endedAt", d."isDelivered", d.reason,
        d."createdAt", e.type, e.data, a.name AS "appName"
      FROM deliveries d LEFT JOIN events e ON e.id = d."eventId" LEFT JOIN apps a ON a.id = e."appId"
      WHERE d."notifierId" = ${notifierId}::uuid ORDER BY d.number DESC LIMIT ${limit}`,
  );
  return rows.map(toRow);
}

/** Of each notifier the one that was tried last; those for which nothing was sent are missing. */
export async function listLastDeliveries(notifierIds: readonly string[]): Promise<Map<string, DeliveryRow>> {
  const rows = await query(
    () => prisma().$queryRaw<Raw[]>`
      SELECT DISTINCT ON (d."notifierId") d.id, d."notifierId", d.tries, d."nextTryAt", d."triedAt", d."endedAt",
        d."isDelivered", d.reason, d."createdAt", e.type, e.data, a.name AS "appName"
      FROM deliveries d LEFT JOIN events e ON e.id = d."eventId" LEFT JOIN apps a ON a.id = e."appId"
      WHERE d."notifierId" = ANY(${[...notifierIds]}::uuid[]) AND d."triedAt" IS NOT NULL
      ORDER BY d."notifierId", d."triedAt" DESC, d.number DESC`,
  );
  return new Map(rows.map((row) => [row.notifierId, toRow(row)]));
}
