import { GATEWAY_GENERATION } from "../core/databases/gateway-door";
import type { AddonStatus } from "../core/databases/status";
import { DomainError } from "../core/errors";
import type { OperationKind, OperationStatus } from "../core/operations/state";
import type { Person } from "../core/people/person";
import { selectVisibleAppId } from "./apps";
import { ask, isUniqueViolation, type Tx } from "./client";
import { Prisma } from "./generated/client";

type OperationOfAddon = {
  id: string;
  kind: OperationKind;
  status: OperationStatus;
  errorMessage: string | null;
  finishedAt: Date | null;
};

export type AddonRow = {
  id: string;
  appId: string;
  provider: string;
  planId: string;
  resourceId: string;
  status: AddonStatus;
  isProtected: boolean;
  name: string | null;
  note: string | null;
  createdAt: Date;
  databaseId: string;
  /** What its database runs now, which may be another than the provider's. */
  engine: string;
  version: string;
  hostName: string | null;
  /** Since when the data of the node that serves is known to be gone from the engine. */
  dataGoneAt: Date | null;
  /** The unfinished operation of its database, of two the one that is no backup; else the last one. */
  operation: OperationOfAddon | null;
};

type Selected = Omit<AddonRow, "operation"> & {
  operationId: string | null;
  operationKind: OperationKind;
  operationStatus: OperationStatus;
  errorMessage: string | null;
  finishedAt: Date | null;
};

/** One statement by hand: programs ask for addons again and again, and Prisma would make four of it. The kind column holds only what `insertOperation` wrote. */
const SELECT_ADDON = Prisma.sql`
  SELECT a.id, a."appId", a.provider, a."planId", a."resourceId", a.status::text AS status, a."isProtected", a.name, a.note, a."createdAt",
    d.id AS "databaseId", d.engine, d.version, n."hostName", n."dataGoneAt",
    o.id AS "operationId", o.kind AS "operationKind", o.status::text AS "operationStatus", o."errorMessage",
    o."finishedAt"
  FROM addons a JOIN databases d ON d."addonId" = a.id
  LEFT JOIN LATERAL (
    SELECT "hostName", "dataGoneAt" FROM nodes WHERE "databaseId" = d.id
    ORDER BY status = 'active' DESC, number DESC LIMIT 1) n ON TRUE
  LEFT JOIN LATERAL (
    SELECT id, kind, status, "errorMessage", "finishedAt" FROM operations WHERE id = coalesce(
      (SELECT id FROM operations WHERE "databaseId" = d.id AND "finishedAt" IS NULL AND kind NOT IN ('back-up', 'drill')),
      (SELECT id FROM operations WHERE "databaseId" = d.id ORDER BY "createdAt" DESC LIMIT 1))) o ON TRUE`;

/** Oldest first. */
async function selectAddons(where: Prisma.Sql): Promise<AddonRow[]> {
  const rows = await ask<Selected>(Prisma.sql`${SELECT_ADDON} WHERE ${where} ORDER BY a."createdAt", a.id`);
  return rows.map(toRow);
}

const toRow = ({
  operationId,
  operationKind,
  operationStatus,
  errorMessage,
  finishedAt,
  ...addon
}: Selected): AddonRow => ({
  ...addon,
  operation:
    operationId === null
      ? null
      : { id: operationId, kind: operationKind, status: operationStatus, errorMessage, finishedAt },
});

export type NewAddon = {
  id: string;
  appId: string;
  provider: string;
  planId: string;
  resourceId: string;
  requestKey: string;
  databaseId: string;
  version: string;
  image: string | null;
  /** Of each node. */
  reservedBytes: number;
  /** How many there are; more than one make a group. */
  nodes: number;
  users: readonly { name: string; passwordEncrypted: string; isProtected: boolean }[];
};

/** Writes an addon with its database, nodes and users. @throws DomainError `conflict` when resource id or request key is taken. */
export async function insertAddon(tx: Tx, row: NewAddon): Promise<void> {
  const { id, appId, provider, planId, resourceId, requestKey, databaseId, version, image, ...node } = row;
  const { reservedBytes, nodes, users } = node;
  const numbers = Array.from({ length: nodes }, (_, index) => index + 1);
  try {
    await tx.addon.create({
      data: {
        id,
        appId,
        provider,
        planId,
        resourceId,
        requestKey,
        status: "provisioning",
        database: {
          create: {
            id: databaseId,
            engine: provider,
            version,
            gatewayGeneration: GATEWAY_GENERATION,
            nodes: {
              create: numbers.map((number) => ({
                number,
                groupNumber: nodes > 1 ? 1 : null,
                engine: provider,
                version,
                image,
                planId,
                status: "starting" as const,
                reservedBytes: BigInt(reservedBytes),
              })),
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
export const listAddons = (appId: string): Promise<AddonRow[]> =>
  selectAddons(Prisma.sql`a."appId" = ${appId}::uuid AND a.status <> 'removed'`);

/** Like `listAddons`, of the app of that name or id if the person may see it; one question in place of two. */
export const listVisibleAddons = (person: Person, appName: string): Promise<AddonRow[]> =>
  selectAddons(Prisma.sql`a.status <> 'removed' AND a."appId" = (${selectVisibleAppId(person, appName)})`);

/** By the addon's id or resource id, of that app, not removed. */
export async function findAddon(appId: string, name: string): Promise<AddonRow | null> {
  const named = Prisma.sql`(a.id = ${name} OR a."resourceId" = ${name})`;
  const [row] = await selectAddons(
    Prisma.sql`a."appId" = ${appId}::uuid AND ${named} AND a.status <> 'removed'`,
  );
  return row ?? null;
}

/** The addon that an earlier sending of the same form made, of that app; null when there is none. */
export async function findAddonByRequestKey(appId: string, requestKey: string): Promise<AddonRow | null> {
  const [row] = await selectAddons(
    Prisma.sql`a."appId" = ${appId}::uuid AND a."requestKey" = ${requestKey}::uuid`,
  );
  return row ?? null;
}

/** By resource id or id alone, not removed: the caller checks the right to its app. */
export async function findAddonByResourceId(name: string): Promise<AddonRow | null> {
  const named = Prisma.sql`(a."resourceId" = ${name} OR a.id = ${name})`;
  const [row] = await selectAddons(Prisma.sql`${named} AND a.status <> 'removed'`);
  return row ?? null;
}

/** Moves an addon on; a removed one stays removed. */
export async function setAddonStatus(tx: Tx, id: string, status: AddonStatus): Promise<void> {
  await tx.addon.updateMany({
    where: { id, status: { not: "removed" } },
    data: { status, formerStatus: null, removedAt: status === "removed" ? new Date() : null },
  });
}

/** As it stands within the transaction; call it with the app locked. */
export async function loadAddonStatus(tx: Tx, id: string): Promise<AddonStatus> {
  return (await tx.addon.findUniqueOrThrow({ where: { id }, select: { status: true } })).status;
}

/** Marks an addon as going away. False unless it is running or failed, so that of two who remove it at once, one does. */
export async function startAddonRemoval(tx: Tx, id: string): Promise<boolean> {
  const { count } = await tx.addon.updateMany({
    where: { id, status: { in: ["running", "failed"] } },
    data: { status: "removing" },
  });
  return count > 0;
}

/** Marks all addons of an app as going away, whatever they are doing. */
export async function startAddonsRemoval(tx: Tx, appId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE addons SET "formerStatus" = status, status = 'removing'
    WHERE "appId" = ${appId}::uuid AND status NOT IN ('removing', 'removed')`;
}

/** Those of an app that are not removed are what they were before its deletion began. Safe to repeat. */
export async function giveAddonsBack(tx: Tx, appId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE addons SET status = "formerStatus", "formerStatus" = NULL
    WHERE "appId" = ${appId}::uuid AND status = 'removing' AND "formerStatus" IS NOT NULL`;
}
