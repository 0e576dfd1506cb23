import { z } from "zod";
import { ACCOUNT_KIND } from "../core/audit/kinds";
import { type EventDetail, readEvent } from "../core/events/events";
import { prisma, query } from "./client";
import { Prisma } from "./generated/client";

/** Where a page begins: what is before this entry. */
export type AuditPlace = { at: Date; id: string };

export type AuditFilterRow = {
  person: string | undefined;
  app: string | undefined;
  kind: string | undefined;
  /** Inclusive and exclusive. */
  from: Date | undefined;
  until: Date | undefined;
  isByPeople: boolean;
};

type Common = { id: string; at: Date; actorEmail: string | null; address: string | null };
/** A line of an app's timeline or of the platform's, or something that was done to an account. */
export type AuditRow = Common &
  (
    | {
        source: "app";
        event: EventDetail;
        /** Null for what the platform itself tells. */
        appName: string | null;
        isAppDeleted: boolean;
        operationId: string | null;
        operation: { status: "queued" | "running" | "succeeded" | "failed"; message: string | null } | null;
      }
    | { source: "account"; kind: string; email: string; detail: string | null }
  );

type Raw = Common & {
  source: "app" | "account";
  kind: string;
  data: unknown;
  appName: string | null;
  isAppDeleted: boolean;
  operationId: string | null;
  status: "queued" | "running" | "succeeded" | "failed" | null;
  message: string | null;
};

const all = (parts: Prisma.Sql[]): Prisma.Sql => Prisma.join([Prisma.sql`TRUE`, ...parts], " AND ");
const has = (column: Prisma.Sql, text: string): Prisma.Sql =>
  Prisma.sql`strpos(lower(coalesce(${column}, '')), ${text}) > 0`;

/** What both kinds of rows are narrowed by. */
function whenOf(table: Prisma.Sql, { from, until }: AuditFilterRow, before: AuditPlace | null): Prisma.Sql[] {
  const at = Prisma.sql`${table}."createdAt"`;
  return [
    ...(from ? [Prisma.sql`${at} >= ${from}`] : []),
    ...(until ? [Prisma.sql`${at} < ${until}`] : []),
    ...(before ? [Prisma.sql`(${at}, ${table}.id) < (${before.at}, ${before.id}::uuid)`] : []),
  ];
}

function ofApps(filter: AuditFilterRow, before: AuditPlace | null, limit: number): Prisma.Sql {
  const { person, app, kind, isByPeople } = filter;
  const byPerson =
    person &&
    Prisma.sql`(${has(Prisma.sql`u.email`, person)} OR ${has(Prisma.sql`e.data->>'email'`, person)})`;
  const where = all([
    ...whenOf(Prisma.sql`e`, filter, before),
    ...(byPerson ? [byPerson] : []),
    ...(app ? [Prisma.sql`a.name = ${app}`] : []),
    ...(kind ? [Prisma.sql`e.type = ${kind}`] : []),
    ...(isByPeople ? [Prisma.sql`(e."actorId" IS NOT NULL OR e."appId" IS NULL)`] : []),
  ]);
  return Prisma.sql`SELECT 'app' AS source, e.id, e."createdAt" AS at, e.type AS kind, e.data, a.name AS "appName",
      a."deletedAt" IS NOT NULL AS "isAppDeleted", u.email AS "actorEmail", e.address, e."operationId",
      o.status::text AS status, o."errorMessage" AS message
    FROM events e LEFT JOIN apps a ON a.id = e."appId" LEFT JOIN users u ON u.id = e."actorId"
      LEFT JOIN operations o ON o.id = e."operationId"
    WHERE ${where} ORDER BY e."createdAt" DESC, e.id DESC LIMIT ${limit}`;
}

function ofAccounts(filter: AuditFilterRow, before: AuditPlace | null, limit: number): Prisma.Sql {
  const { person, app, kind } = filter;
  const byPerson =
    person && Prisma.sql`(${has(Prisma.sql`p."actorEmail"`, person)} OR ${has(Prisma.sql`p.email`, person)})`;
  const where = all([
    ...whenOf(Prisma.sql`p`, filter, before),
    ...(byPerson ? [byPerson] : []),
    ...(app ? [Prisma.sql`FALSE`] : []),
    ...(kind ? [Prisma.sql`${ACCOUNT_KIND} || p.kind = ${kind}`] : []),
  ]);
  return Prisma.sql`SELECT 'account' AS source, p.id, p."createdAt" AS at, p.kind,
      jsonb_build_object('email', p.email, 'detail', p.detail) AS data, NULL AS "appName", FALSE AS "isAppDeleted",
      p."actorEmail", p.address, NULL::uuid AS "operationId", NULL AS status, NULL AS message
    FROM person_events p WHERE ${where} ORDER BY p."createdAt" DESC, p.id DESC LIMIT ${limit}`;
}

/** Newest first, `limit` at most. */
export async function listAudit(
  filter: AuditFilterRow,
  { before, limit }: { before: AuditPlace | null; limit: number },
): Promise<AuditRow[]> {
  const rows = await query(
    () => prisma().$queryRaw<Raw[]>`
      (${ofApps(filter, before, limit)}) UNION ALL (${ofAccounts(filter, before, limit)})
      ORDER BY at DESC, id DESC LIMIT ${limit}`,
  );
  return rows.map(toRow);
}

const AccountData = z.object({ email: z.string(), detail: z.string().nullable() });

function toRow({
  source,
  kind,
  data,
  appName,
  isAppDeleted,
  operationId,
  status,
  message,
  ...common
}: Raw): AuditRow {
  if (source === "account") return { ...common, source, kind, ...AccountData.parse(data) };
  const operation = status && { status, message };
  const event = readEvent({ type: kind, data });
  return { ...common, source, event, appName, isAppDeleted, operationId, operation };
}

/** Deletes what is older, `limit` of each kind at most. Answers how many. */
export async function deleteAuditBefore(before: Date, limit: number): Promise<number> {
  const events = await query(
    () => prisma().$executeRaw`
      DELETE FROM events WHERE id IN (SELECT id FROM events WHERE "createdAt" < ${before} ORDER BY "createdAt" LIMIT ${limit})`,
  );
  const persons = await query(() =>
    prisma().personEvent.deleteMany({ where: { createdAt: { lt: before } }, limit }),
  );
  return events + persons.count;
}
