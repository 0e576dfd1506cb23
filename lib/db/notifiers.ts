import type { EventKind } from "../core/notifiers/event-kinds";
import type { PlatformName } from "../core/notifiers/notifier";
import { prisma, query, type Tx } from "./client";

export type NotifierRow = {
  id: string;
  /** Null: it is told of every app. */
  appId: string | null;
  name: string;
  platform: PlatformName;
  isActive: boolean;
  isAll: boolean;
  kinds: EventKind[];
  emails: string[];
  userIds: string[];
  /** Null for mail. */
  urlEncrypted: string | null;
  /** Of webhooks alone. */
  secretEncrypted: string | null;
  createdAt: Date;
  updatedAt: Date;
};

const COLUMNS = {
  id: true,
  appId: true,
  name: true,
  platform: true,
  isActive: true,
  isAll: true,
  kinds: true,
  emails: true,
  userIds: true,
  urlEncrypted: true,
  secretEncrypted: true,
  createdAt: true,
  updatedAt: true,
} as const;

type Selected = Omit<NotifierRow, "platform" | "kinds"> & { platform: string; kinds: string[] };

/** The columns hold only what `insertNotifier` and `updateNotifier` wrote. */
const toRow = (row: Selected): NotifierRow => ({
  ...row,
  platform: row.platform as PlatformName,
  kinds: row.kinds as EventKind[],
});

/** Oldest first; of the platform when `appId` is null. */
export async function listNotifiers(appId: string | null): Promise<NotifierRow[]> {
  const rows = await query(() =>
    prisma().notifier.findMany({
      where: { appId },
      select: COLUMNS,
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    }),
  );
  return rows.map(toRow);
}

/** Null when it is another app's, or there is none. */
export async function findNotifier(key: { appId: string | null; id: string }): Promise<NotifierRow | null> {
  const row = await query(() => prisma().notifier.findFirst({ where: key, select: COLUMNS }));
  return row && toRow(row);
}

/** For the worker; null once it is removed. */
export async function findNotifierById(id: string): Promise<NotifierRow | null> {
  const row = await query(() => prisma().notifier.findUnique({ where: { id }, select: COLUMNS }));
  return row && toRow(row);
}

export type NewNotifier = Omit<NotifierRow, "createdAt" | "updatedAt">;

export async function countNotifiers(tx: Tx, appId: string | null): Promise<number> {
  return tx.notifier.count({ where: { appId } });
}

export async function insertNotifier(tx: Tx, row: NewNotifier): Promise<void> {
  await tx.notifier.create({ data: row, select: { id: true } });
}

/** False once it is removed. */
export async function updateNotifier(tx: Tx, { id, ...columns }: NewNotifier): Promise<boolean> {
  const { count } = await tx.notifier.updateMany({ where: { id }, data: columns });
  return count > 0;
}

/** With what waits for it. False when it was not there. */
export async function deleteNotifier(tx: Tx, id: string): Promise<boolean> {
  const { count } = await tx.notifier.deleteMany({ where: { id } });
  return count > 0;
}

/** Of those people, who gets mail: everyone with access to the app, or of the platform administrators. */
export async function listRecipients(
  userIds: readonly string[],
  appId: string | null,
): Promise<{ id: string; email: string }[]> {
  if (userIds.length === 0) return [];
  return query(
    () => prisma().$queryRaw<{ id: string; email: string }[]>`
      SELECT u.id, u.email FROM users u
      WHERE u.id = ANY(${[...userIds]}) AND u."removedAt" IS NULL AND u."disabledAt" IS NULL
        AND (u."isAdmin" OR EXISTS (SELECT 1 FROM apps a WHERE a.id = ${appId}::uuid AND a."ownerId" = u.id)
          OR EXISTS (SELECT 1 FROM collaborators c WHERE c."appId" = ${appId}::uuid AND c."userId" = u.id))
      ORDER BY u.email`,
  );
}

/** Who is told of an event of that app and kind; may be empty. */
export async function listToldOf(
  appId: string,
  kind: EventKind,
): Promise<Pick<NotifierRow, "name" | "appId">[]> {
  return query(
    () => prisma().$queryRaw<Pick<NotifierRow, "name" | "appId">[]>`
      SELECT n.name, n."appId" FROM notifiers n
      WHERE n."isActive" AND (n."appId" IS NULL OR n."appId" = ${appId}::uuid)
        AND (n."isAll" OR ${kind} = ANY(n.kinds))
      ORDER BY n."appId" NULLS LAST, n."createdAt"`,
  );
}
