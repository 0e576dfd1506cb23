import { z } from "zod";
import type { AppSource } from "../core/apps/source";
import { DomainError } from "../core/errors";
import { isId } from "../core/ids";
import { APP_START_KINDS } from "../core/operations/state";
import type { Person } from "../core/people/person";
import type { AppRole } from "../core/people/roles";
import { ask, isUniqueViolation, prisma, query, type Tx } from "./client";
import { Prisma } from "./generated/client";

export type AppRow = {
  id: string;
  name: string;
  source: AppSource;
  image: string | null;
  command: string | null;
  containerPort: number | null;
  publishedPort: number | null;
  service: string | null;
  ownerId: string;
  ownerEmail: string;
  revision: number;
  appliedRevision: number;
  isProtected: boolean;
  createdAt: Date;
  deletedAt: Date | null;
  /** True while a deletion is queued or runs. */
  isBeingDeleted: boolean;
};

/** An app with what the person who asks is to it. */
export type OwnAppRow = AppRow & { role: AppRole };

/** One statement by hand: nearly every request of a person begins with this read, and Prisma would make three of it. */
const APP_COLUMNS = Prisma.sql`
  a.id, a.name, a.source::text AS source, a.image, a.command, a."containerPort", a."publishedPort", a.service,
    a."ownerId", u.email AS "ownerEmail", a.revision, a."appliedRevision", a."isProtected", a."createdAt", a."deletedAt",
    EXISTS (SELECT 1 FROM operations o WHERE o."appId" = a.id AND o.kind = 'delete-app' AND o."finishedAt" IS NULL)
      AS "isBeingDeleted"`;
const FROM_APPS = Prisma.sql`FROM apps a JOIN users u ON u.id = a."ownerId"`;
const SELECT_APP = Prisma.sql`SELECT ${APP_COLUMNS} ${FROM_APPS}`;

/** What the person is to the app of the statement; null for who has nothing to do with it. */
export const roleOf = ({ userId, isAdmin }: Person): Prisma.Sql =>
  Prisma.sql`CASE WHEN ${isAdmin} OR a."ownerId" = ${userId} THEN 'own'
    ELSE (SELECT c.role::text FROM collaborators c WHERE c."appId" = a.id AND c."userId" = ${userId}) END`;

/**
 * Apps that the person owns or works on; all of them for an administrator. Of these only the one that a token is confined to, and none
 * for a token of an addon.
 */
export function visibleTo({ userId, isAdmin, appId, addonId }: Person): Prisma.Sql {
  if (addonId !== null) return Prisma.sql`FALSE`;
  const confined = appId === null ? Prisma.sql`TRUE` : Prisma.sql`a.id = ${appId}::uuid`;
  // A text of its own: of one text for both PostgreSQL keeps no plan, as one made for an administrator alone costs less.
  if (isAdmin) return confined;
  return Prisma.sql`${confined} AND (a."ownerId" = ${userId}
    OR EXISTS (SELECT 1 FROM collaborators c WHERE c."appId" = a.id AND c."userId" = ${userId}))`;
}

async function selectApp(where: Prisma.Sql): Promise<AppRow | null> {
  const [row] = await ask<AppRow>(Prisma.sql`${SELECT_APP} WHERE ${where}`);
  return row ?? null;
}

async function selectOwnApp(person: Person, where: Prisma.Sql): Promise<OwnAppRow | null> {
  const [row] = await ask<OwnAppRow>(Prisma.sql`SELECT ${roleOf(person)} AS role, ${APP_COLUMNS} ${FROM_APPS}
    WHERE ${where} AND a."deletedAt" IS NULL AND ${visibleTo(person)}`);
  return row ?? null;
}

/** Null when there is no such app that is not deleted, or the person has no right to see it. */
export const findApp = (person: Person, name: string): Promise<OwnAppRow | null> =>
  selectOwnApp(person, Prisma.sql`a.name = ${name}`);

/** Like `findApp`, by id. */
export const findAppById = (person: Person, id: string): Promise<OwnAppRow | null> =>
  selectOwnApp(person, Prisma.sql`a.id = ${id}::uuid`);

/** For a statement that begins with an app: its id by name or id, if it is not deleted and the person may see it. */
export const selectVisibleAppId = (person: Person, key: string): Prisma.Sql =>
  Prisma.sql`SELECT a.id FROM apps a WHERE ${isId(key) ? Prisma.sql`a.id = ${key}::uuid` : Prisma.sql`a.name = ${key}`}
    AND a."deletedAt" IS NULL AND ${visibleTo(person)}`;

/** Id of the app of that name or id, deleted or not, that the operation belongs to; null when the person may not see it. */
export async function findAppOfOperation(
  person: Person,
  key: { appName: string; operationId: string },
): Promise<string | null> {
  const ofOperation = Prisma.sql`a.id = (SELECT o."appId" FROM operations o WHERE o.id = ${key.operationId}::uuid)`;
  const named = Prisma.sql`(a.name = ${key.appName} OR a.id::text = ${key.appName})`;
  const app = await selectApp(Prisma.sql`${ofOperation} AND ${named} AND ${visibleTo(person)}`);
  return app?.id ?? null;
}

/** For workflows, which run for no person: also when it is deleted. */
export async function loadApp(id: string): Promise<AppRow> {
  const app = await selectApp(Prisma.sql`a.id = ${id}::uuid`);
  if (!app) throw new Error(`there is no app ${id}`);
  return app;
}

/** Holds the app's row until the transaction ends, so that changes of one app follow each other; null once it is deleted. */
export async function lockApp(tx: Tx, id: string): Promise<AppRow | null> {
  // A statement of its own: the read after it sees what those before us in the queue have done.
  await tx.$queryRaw`SELECT 1 FROM apps WHERE id = ${id}::uuid FOR UPDATE`;
  const [row] = await tx.$queryRaw<
    AppRow[]
  >`${SELECT_APP} WHERE a.id = ${id}::uuid AND a."deletedAt" IS NULL`;
  return row ?? null;
}

export type AppSummary = {
  id: string;
  name: string;
  source: AppSource;
  image: string | null;
  addons: number;
  ownerId: string;
  ownerEmail: string;
  isRestarting: boolean;
  createdAt: Date;
};

/** Apps the person may see; with `q` by part of an app's name, its image, or the resource id, name or note of one of its databases, in any case. */
function found(person: Person, q: string): Prisma.Sql {
  const visible = Prisma.sql`a."deletedAt" IS NULL AND ${visibleTo(person)}`;
  if (q === "") return visible;
  const text = q.toLowerCase();
  return Prisma.sql`${visible} AND (strpos(a.name, ${text}) > 0 OR strpos(lower(coalesce(a.image, '')), ${text}) > 0
    OR EXISTS (SELECT 1 FROM addons m WHERE m."appId" = a.id AND m.status <> 'removed'
      AND strpos(lower(concat_ws(' ', m."resourceId", m.name, m.note)), ${text}) > 0))`;
}

/** Apps the person may see that `q` is found in (all with an empty one), sorted by name, each with the number of its addons that are not removed. */
export async function listApps(
  person: Person,
  { q, offset, limit }: { q: string; offset: number; limit: number },
): Promise<AppSummary[]> {
  return ask<AppSummary>(
    Prisma.sql`
      WITH page AS (
        SELECT a.id, a.name, a.source::text AS source, a.image, a."createdAt", a."ownerId", u.email AS "ownerEmail"
        ${FROM_APPS} WHERE ${found(person, q)} ORDER BY a.name OFFSET ${offset} LIMIT ${limit}
      )
      SELECT p.*, (SELECT count(*)::int FROM addons n WHERE n."appId" = p.id AND n.status <> 'removed') AS addons,
        EXISTS (SELECT 1 FROM operations o WHERE o."appId" = p.id AND o.kind = ANY(${[...APP_START_KINDS]}) AND o."finishedAt" IS NULL)
          AS "isRestarting"
      FROM page p ORDER BY p.name`,
  );
}

/** How many apps `listApps` has over all pages. */
export async function countApps(person: Person, q: string): Promise<number> {
  const [row] = await ask<{ count: number }>(
    Prisma.sql`SELECT count(*)::int AS count FROM apps a WHERE ${found(person, q)}`,
  );
  return row?.count ?? 0;
}

/** Names of services that apps are linked to. */
export async function listLinkedServices(): Promise<string[]> {
  const rows = await query(() =>
    prisma().app.findMany({ where: { deletedAt: null, service: { not: null } }, select: { service: true } }),
  );
  return rows.flatMap(({ service }) => service ?? []);
}

export type NewApp = Pick<
  AppRow,
  | "id"
  | "name"
  | "source"
  | "image"
  | "command"
  | "containerPort"
  | "publishedPort"
  | "service"
  | "ownerId"
  | "revision"
>;

/** @throws DomainError `conflict` with the field whose value another app has. */
export async function insertApp(tx: Tx, row: NewApp): Promise<void> {
  try {
    await tx.app.create({ data: row, select: { id: true } });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw takenError(error);
  }
}

/** What the partial unique indexes of the migration stand for. */
const TAKEN = {
  apps_name_live_key: { field: "name", message: "There is an app of this name already." },
  apps_service_live_key: { field: "service", message: "This service is linked to another app." },
  apps_publishedPort_live_key: { field: "publishedPort", message: "This port belongs to another app." },
} as const;

/** What Prisma tells of a refusal by an index that its schema does not know. */
const Refusal = z.object({
  meta: z.object({
    driverAdapterError: z.object({
      cause: z.object({
        constraint: z.object({
          index: z.literal(["apps_name_live_key", "apps_service_live_key", "apps_publishedPort_live_key"]),
        }),
      }),
    }),
  }),
});

/** Which of an app's own values another app has, as an index has refused it. */
export function takenError(error: unknown): DomainError {
  const { index } = Refusal.parse(error).meta.driverAdapterError.cause.constraint;
  const { field, message } = TAKEN[index];
  return new DomainError("conflict", "taken", message, { cause: error, fields: { [field]: [message] } });
}

/** Notes a wanted change of the app's containers; answers the new revision. */
export async function raiseRevision(tx: Tx, id: string): Promise<number> {
  const { revision } = await tx.app.update({
    where: { id },
    data: { revision: { increment: 1 } },
    select: { revision: true },
  });
  return revision;
}

/** Notes which revision the containers run, and that they began to now; an older one never replaces a newer one. */
export async function setAppliedRevision(id: string, appliedRevision: number): Promise<void> {
  await query(() =>
    prisma().app.updateMany({
      where: { id, appliedRevision: { lt: appliedRevision } },
      data: { appliedRevision, startedAt: new Date() },
    }),
  );
}

/** Notes that a start of the containers has failed: what falls over from now on is counted anew. */
export async function setStartFailed(tx: Tx, id: string): Promise<void> {
  await tx.app.update({ where: { id }, data: { startedAt: new Date() }, select: { id: true } });
}

/** Frees the app's name, port and service; safe to repeat. */
export async function setAppDeleted(tx: Tx, id: string): Promise<void> {
  await tx.app.updateMany({ where: { id, deletedAt: null }, data: { deletedAt: new Date() } });
}

/** Those of the apps that are deleted. */
export async function listDeletedApps(ids: readonly string[]): Promise<string[]> {
  const rows = await query(() =>
    prisma().app.findMany({
      where: { id: { in: [...ids] }, deletedAt: { not: null } },
      select: { id: true },
    }),
  );
  return rows.map(({ id }) => id);
}

/** Apps linked to a service that were started once and of which nothing is being changed. */
export async function listLinkedApps(): Promise<{ id: string; service: string }[]> {
  const rows = await query(() =>
    prisma().app.findMany({
      where: {
        source: "service",
        deletedAt: null,
        appliedRevision: { gt: 0 },
        operations: { none: { finishedAt: null } },
      },
      select: { id: true, service: true },
    }),
  );
  return rows.flatMap(({ id, service }) => (service === null ? [] : [{ id, service }]));
}

/** Apps from an image whose containers were started and of which nothing is being changed. */
export async function listStartedApps(): Promise<{ id: string; name: string }[]> {
  return query(() =>
    prisma().app.findMany({
      where: {
        source: "image",
        deletedAt: null,
        appliedRevision: { gt: 0 },
        operations: { none: { databaseId: null, finishedAt: null } },
      },
      select: { id: true, name: true },
    }),
  );
}
