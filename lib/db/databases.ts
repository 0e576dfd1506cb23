import type { AppSource } from "../core/apps/source";
import type { AddonStatus } from "../core/databases/status";
import type { FeatureState } from "../core/features/features";
import type { MaintenanceWindow } from "../core/maintenance/window";
import { CHANGE_KINDS } from "../core/operations/state";
import type { KnownSettings } from "../core/settings/settings";
import { listAny, prisma, query, type Tx } from "./client";
import { type DatabaseUserRow, USER_COLUMNS } from "./database-users";
import { FEATURE_COLUMNS, type SelectedFeature, toFeatureState } from "./features";
import type { Prisma } from "./generated/client";
import { NODE_COLUMNS, type NodeRow, type SelectedNode, toNodeRow } from "./nodes";

/** A database with what a workflow needs to build it or take it away. */
export type DatabaseRow = {
  id: string;
  /** What it runs now, which may be another than its addon was ordered from. */
  engine: string;
  version: string;
  gatewayRevision: number;
  /** What the gateway can do: see `GATEWAY_GENERATION`. */
  gatewayGeneration: number;
  isTlsForced: boolean;
  /** Of the hosts, for those who come from outside; null while nobody does. */
  publicPort: number | null;
  /** From where they may come; empty is from everywhere. */
  allowedNetworks: string[];
  publicRevision: number;
  addon: { id: string; planId: string; resourceId: string; status: AddonStatus };
  app: { id: string; name: string; source: AppSource; deletedAt: Date | null };
  /** Every node there ever was, by number. */
  nodes: NodeRow[];
  /** Passwords still encrypted; people's own among them also once they are removed. By name. */
  users: DatabaseUserRow[];
  /** Those that somebody has ever switched. */
  features: FeatureState[];
  settings: KnownSettings;
  /** When its maintenance window opens. */
  window: MaintenanceWindow;
};

const COLUMNS = {
  id: true,
  engine: true,
  version: true,
  gatewayRevision: true,
  gatewayGeneration: true,
  isTlsForced: true,
  publicPort: true,
  allowedNetworks: true,
  publicRevision: true,
  settings: true,
  maintenanceWeekday: true,
  maintenanceHour: true,
  addon: {
    select: {
      id: true,
      planId: true,
      resourceId: true,
      status: true,
      app: { select: { id: true, name: true, source: true, deletedAt: true } },
    },
  },
  nodes: {
    select: NODE_COLUMNS,
    orderBy: { number: "asc" },
  },
  users: { select: USER_COLUMNS, orderBy: { name: "asc" } },
  features: { select: FEATURE_COLUMNS, orderBy: { name: "asc" } },
} as const;

type Selected = Omit<DatabaseRow, "addon" | "app" | "nodes" | "features" | "settings" | "window"> & {
  maintenanceWeekday: number;
  maintenanceHour: number;
  features: SelectedFeature[];
  settings: unknown;
  addon: DatabaseRow["addon"] & { app: DatabaseRow["app"] };
  nodes: SelectedNode[];
};

/** The settings column holds only what `setSettings` wrote. */
const toRow = ({
  addon: { app, ...addon },
  nodes,
  features,
  settings,
  ...selected
}: Selected): DatabaseRow => {
  const { maintenanceWeekday: weekdayUtc, maintenanceHour: hourUtc, ...row } = selected;
  return {
    ...row,
    window: { weekdayUtc, hourUtc },
    settings: settings as KnownSettings,
    addon,
    app,
    nodes: nodes.map(toNodeRow),
    features: features.flatMap(toFeatureState),
  };
};

/** For workflows, which run for no person. Throws when there is none. */
export async function loadDatabase(id: string): Promise<DatabaseRow> {
  return toRow(await query(() => prisma().database.findUniqueOrThrow({ where: { id }, select: COLUMNS })));
}

/** Databases of the app that are not removed, oldest first. */
export async function listDatabasesOfApp(appId: string): Promise<DatabaseRow[]> {
  const rows = await query(() =>
    prisma().database.findMany({
      where: { addon: { appId, status: { not: "removed" } } },
      select: COLUMNS,
      orderBy: { createdAt: "asc" },
    }),
  );
  return rows.map(toRow);
}

/** Databases by id that are ended (removed or failed) and have no unfinished operation: nothing of them may be on the engine but kept volumes. */
export async function listEndedDatabases(ids: readonly string[]): Promise<DatabaseRow[]> {
  const rows = await query(() =>
    prisma().database.findMany({
      where: {
        id: { in: [...ids] },
        addon: { status: { in: ["removed", "failed"] } },
        operations: { none: { finishedAt: null } },
      },
      select: COLUMNS,
    }),
  );
  return rows.map(toRow);
}

const SERVING = {
  addon: { status: "running" },
  operations: { none: { finishedAt: null } },
} satisfies Prisma.DatabaseWhereInput;

/** Databases that serve and of which nothing is being changed. */
export async function listServingDatabases(): Promise<DatabaseRow[]> {
  const rows = await query(() => prisma().database.findMany({ where: SERVING, select: COLUMNS }));
  return rows.map(toRow);
}

/** One of them as it is now; null once it does not serve, or something is being done with it. */
export async function findServingDatabase(id: string): Promise<DatabaseRow | null> {
  const row = await query(() => prisma().database.findFirst({ where: { id, ...SERVING }, select: COLUMNS }));
  return row && toRow(row);
}

/** Highly available databases that serve, whatever is being done with them; those with a node on the host where one is given. */
export async function listServingGroups(hostId?: string): Promise<DatabaseRow[]> {
  const member = { groupNumber: { not: null }, status: { not: "removed" as const } };
  const nodes = { some: { ...member, ...(hostId !== undefined && { hostId }) } };
  const where = { addon: { status: "running" as const }, nodes };
  const rows = await listAny(
    () => prisma().database.findFirst({ where, select: { id: true } }),
    () => prisma().database.findMany({ where, select: COLUMNS }),
  );
  return rows.map(toRow);
}

/** Writes what people have set, in the place of what they had set before. */
export async function setSettings(tx: Tx, id: string, settings: KnownSettings): Promise<void> {
  await tx.database.update({ where: { id }, data: { settings }, select: { id: true } });
}

/** Plan, engine and version of the database as they are from now on. */
export async function setPlanAndVersion(
  tx: Tx,
  {
    databaseId,
    addonId,
    planId,
    engine,
    version,
  }: { databaseId: string; addonId: string; planId: string; engine: string; version: string },
): Promise<void> {
  await tx.addon.update({ where: { id: addonId }, data: { planId }, select: { id: true } });
  await tx.database.update({ where: { id: databaseId }, data: { engine, version }, select: { id: true } });
}

/** Whether gateways are to refuse plain text from now on. */
export async function setTlsForced(id: string, isTlsForced: boolean): Promise<void> {
  await query(() => prisma().database.update({ where: { id }, data: { isTlsForced }, select: { id: true } }));
}

/** Notes that the gateway is to be replaced, by one of that generation. */
export async function raiseGatewayRevision(
  tx: Tx,
  databaseId: string,
  gatewayGeneration: number,
): Promise<void> {
  await tx.database.update({
    where: { id: databaseId },
    data: { gatewayRevision: { increment: 1 }, gatewayGeneration },
    select: { id: true },
  });
}

/**
 * Databases that serve and whose last change failed, whatever else was done since or beside it: their active node may still be closed to
 * clients.
 */
export async function listFailedChanges(): Promise<string[]> {
  const rows = await query(
    () => prisma().$queryRaw<{ id: string }[]>`
      SELECT d.id FROM databases d
      JOIN addons a ON a.id = d."addonId" AND a.status = 'running'
      JOIN LATERAL (SELECT kind, status FROM operations o WHERE o."databaseId" = d.id
        AND o.kind = ANY(${[...CHANGE_KINDS, "replace-node"]}) ORDER BY o."createdAt" DESC LIMIT 1) last
        ON last.status = 'failed'`,
  );
  return rows.map(({ id }) => id);
}

export type LostDatabase = {
  resourceId: string;
  nodeNumber: number;
  hostName: string | null;
  dataGoneAt: Date;
};

/** Databases that should serve and whose data is gone, by resource id. */
export async function listLostDatabases(): Promise<LostDatabase[]> {
  const rows = await query(() =>
    prisma().node.findMany({
      where: { status: "active", dataGoneAt: { not: null }, database: { addon: { status: "running" } } },
      select: {
        number: true,
        hostName: true,
        dataGoneAt: true,
        database: { select: { addon: { select: { resourceId: true } } } },
      },
      orderBy: { database: { addon: { resourceId: "asc" } } },
    }),
  );
  return rows.flatMap(({ number, hostName, dataGoneAt, database }) =>
    dataGoneAt ? [{ resourceId: database.addon.resourceId, nodeNumber: number, hostName, dataGoneAt }] : [],
  );
}
