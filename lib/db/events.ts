import { randomUUID } from "node:crypto";
import { type EventDetail, QUOTING_EVENTS, readEvent } from "../core/events/events";
import { eventKind } from "../core/notifiers/event-kinds";
import type { Person } from "../core/people/person";
import { type AppRole, roleAllows } from "../core/people/roles";
import { roleOf, visibleTo } from "./apps";
import { prisma, query, type Tx, transaction } from "./client";
import { insertDeliveries } from "./deliveries";
import { Prisma } from "./generated/client";

export type EventRow = {
  id: string;
  appId: string;
  appName: string;
  actorId: string | null;
  actorEmail: string | null;
  operationId: string | null;
  createdAt: Date;
} & EventDetail;

/** What an event is about, and who did it: null is Berth itself. */
export type EventSubject = {
  /** Null is the platform itself, of whose events administrators are told. */
  appId: string | null;
  databaseId?: string | null;
  operationId?: string | null;
  actorId: string | null;
  /** Where the actor came from, where that is known. */
  address?: string | null;
};

type Raw<T> = Omit<T, "type" | "data"> & { type: string; data: unknown };

const toRow = <T extends { type: string; data: unknown }>({ type, data, ...row }: T) => ({
  ...row,
  ...readEvent({ type, data }),
});

/** Writes a line of the timeline, and what notifiers are to be sent of it; a second one of the same operation and type is left out. */
export async function insertEvent(tx: Tx, subject: EventSubject, event: EventDetail): Promise<void> {
  const id = randomUUID();
  const { count } = await tx.event.createMany({ data: [{ id, ...subject, ...event }], skipDuplicates: true });
  const kind = eventKind(event.type);
  if (count > 0 && kind !== null) await insertDeliveries(tx, { eventId: id, appId: subject.appId, kind });
}

/** Notes what somebody did that changes nothing else. */
export const noteEvent = (subject: EventSubject, event: EventDetail): Promise<void> =>
  transaction((tx) => insertEvent(tx, subject, event));

/** Whose events: those of one app, or of every app that a person may see, deleted ones left out. `role` is what they are to that app. */
export type EventsOf = { appId: string; role: AppRole } | { person: Person };

const quotesNothing = Prisma.sql`e.type <> ALL(${[...QUOTING_EVENTS]})`;

function whereOf(of: EventsOf): Prisma.Sql {
  if ("person" in of)
    return Prisma.sql`a."deletedAt" IS NULL AND ${visibleTo(of.person)}
      AND (${quotesNothing} OR ${roleOf(of.person)} <> 'view')`;
  const all = Prisma.sql`e."appId" = ${of.appId}::uuid`;
  return roleAllows(of.role, "operate") ? all : Prisma.sql`${all} AND ${quotesNothing}`;
}

/** Newest first, `limit` at most after `offset`. */
export async function listEvents(of: EventsOf, page: { offset: number; limit: number }): Promise<EventRow[]> {
  const rows = await query(
    () => prisma().$queryRaw<Raw<EventRow>[]>`
      SELECT e.id, e.type, e."appId", a.name AS "appName", e."actorId", u.email AS "actorEmail", e."operationId",
        e.data, e."createdAt"
      FROM events e JOIN apps a ON a.id = e."appId" LEFT JOIN users u ON u.id = e."actorId"
      WHERE ${whereOf(of)}
      ORDER BY e."createdAt" DESC, e.id DESC OFFSET ${page.offset} LIMIT ${page.limit}`,
  );
  return rows.map(toRow);
}

/** How many events `listEvents` has over all pages. */
export async function countEvents(of: EventsOf): Promise<number> {
  const [row] = await query(
    () => prisma().$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM events e JOIN apps a ON a.id = e."appId" WHERE ${whereOf(of)}`,
  );
  return row?.count ?? 0;
}

export type MarkRow = { id: string; createdAt: Date } & EventDetail;

/** What happened to a database in the span (end exclusive), oldest first, `limit` at most. */
export async function listDatabaseEvents(
  databaseId: string,
  span: { from: Date; to: Date; limit: number },
): Promise<MarkRow[]> {
  const rows = await query(() =>
    prisma().event.findMany({
      where: { databaseId, createdAt: { gte: span.from, lt: span.to } },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: span.limit,
      select: { id: true, type: true, data: true, createdAt: true },
    }),
  );
  return rows.map(toRow).reverse();
}
