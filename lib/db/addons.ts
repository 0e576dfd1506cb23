import { DomainError } from "../core/errors";
import type { OperationKind, OperationStatus } from "../core/operations/state";
import { isUniqueViolation, prisma, query, type Tx } from "./client";

export type AddonStatus = "provisioning" | "running" | "removing" | "removed" | "failed";

type OperationOfAddon = {
  id: string;
  kind: OperationKind;
  status: OperationStatus;
  errorMessage: string | null;
};

export type AddonRow = {
  id: string;
  appId: string;
  provider: string;
  planId: string;
  resourceId: string;
  status: AddonStatus;
  createdAt: Date;
  databaseId: string;
  version: string;
  hostName: string | null;
  /** The unfinished operation of its database, else the last one. */
  operation: OperationOfAddon | null;
};

const COLUMNS = {
  id: true,
  appId: true,
  provider: true,
  planId: true,
  resourceId: true,
  status: true,
  createdAt: true,
  database: {
    select: {
      id: true,
      version: true,
      nodes: { select: { hostName: true }, orderBy: { number: "desc" }, take: 1 },
      operations: {
        select: { id: true, kind: true, status: true, errorMessage: true },
        orderBy: { createdAt: "desc" },
        take: 1,
      },
    },
  },
} as const;

type Selected = Pick<
  AddonRow,
  "id" | "appId" | "provider" | "planId" | "resourceId" | "status" | "createdAt"
> & {
  database: {
    id: string;
    version: string;
    nodes: { hostName: string | null }[];
    operations: (Omit<OperationOfAddon, "kind"> & { kind: string })[];
  } | null;
};

/** The kind column holds only what `insertOperation` wrote, so the cast is safe. */
function toRow({ database, ...addon }: Selected): AddonRow {
  if (!database) throw new Error(`addon ${addon.id} has no database`);
  const [operation] = database.operations;
  return {
    ...addon,
    databaseId: database.id,
    version: database.version,
    hostName: database.nodes[0]?.hostName ?? null,
    operation: operation ? { ...operation, kind: operation.kind as OperationKind } : null,
  };
}

export type NewAddon = {
  id: string;
  appId: string;
  planId: string;
  resourceId: string;
  requestKey: string;
  databaseId: string;
  version: string;
  reservedBytes: number;
  users: readonly { name: string; passwordEncrypted: string; isProtected: boolean }[];
};

/** Writes an addon with its database, first node and users. @throws DomainError `conflict` when resource id or request key is taken. */
export async function insertAddon(tx: Tx, row: NewAddon): Promise<void> {
  const { id, appId, planId, resourceId, requestKey, databaseId, version, reservedBytes, users } = row;
  try {
    await tx.addon.create({
      data: {
        id,
        appId,
        provider: "redis",
        planId,
        resourceId,
        requestKey,
        status: "provisioning",
        database: {
          create: {
            id: databaseId,
            version,
            nodes: {
              create: {
                number: 1,
                version,
                planId,
                status: "starting",
                reservedBytes: BigInt(reservedBytes),
              },
            },
            users: { create: [...users] },
          },
        },
      },
      select: { id: true },
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new DomainError("conflict", "taken", "This addon was made a moment ago.", { cause: error });
  }
}

/** Addons that are not removed, oldest first. */
export async function listAddons(appId: string): Promise<AddonRow[]> {
  const rows = await query(() =>
    prisma().addon.findMany({
      where: { appId, status: { not: "removed" } },
      select: COLUMNS,
      orderBy: { createdAt: "asc" },
    }),
  );
  return rows.map(toRow);
}

/** By the addon's id or resource id, of that app, not removed. */
export async function findAddon(appId: string, name: string): Promise<AddonRow | null> {
  const row = await query(() =>
    prisma().addon.findFirst({
      where: { appId, OR: [{ id: name }, { resourceId: name }], status: { not: "removed" } },
      select: COLUMNS,
    }),
  );
  return row && toRow(row);
}

/** The addon that an earlier sending of the same form made, of that app; null when there is none. */
export async function findAddonByRequestKey(appId: string, requestKey: string): Promise<AddonRow | null> {
  const row = await query(() => prisma().addon.findFirst({ where: { appId, requestKey }, select: COLUMNS }));
  return row && toRow(row);
}

/** By resource id or id alone, not removed: the caller checks the right to its app. */
export async function findAddonByResourceId(name: string): Promise<AddonRow | null> {
  const key = name.startsWith("ad-") ? { OR: [{ id: name }, { resourceId: name }] } : { resourceId: name };
  const row = await query(() =>
    prisma().addon.findFirst({ where: { ...key, status: { not: "removed" } }, select: COLUMNS }),
  );
  return row && toRow(row);
}

/** Moves an addon on; a removed one stays removed. */
export async function setAddonStatus(tx: Tx, id: string, status: AddonStatus): Promise<void> {
  await tx.addon.updateMany({
    where: { id, status: { not: "removed" } },
    data: { status, removedAt: status === "removed" ? new Date() : null },
  });
}

/** As it stands within the transaction; call it with the app locked. */
export async function loadAddonStatus(tx: Tx, id: string): Promise<AddonStatus> {
  return (await tx.addon.findUniqueOrThrow({ where: { id }, select: { status: true } })).status;
}
