import { z } from "zod";
import type { EventType } from "../core/events/types";
import type { Person } from "../core/people/person";
import { visibleTo } from "./apps";
import { prisma, query, type Tx } from "./client";
import { Prisma } from "./generated/client";

export type EventRow = {
  id: string;
  appId: string;
  appName: string;
  type: string;
  actorId: string | null;
  actorEmail: string | null;
  operationId: string | null;
  data: Record<string, string>;
  createdAt: Date;
};

export type NewEvent = {
  appId: string;
  databaseId: string | null;
  operationId: string | null;
  /** Null for Berth itself. */
  actorId: string | null;
  type: EventType;
  /** Never a secret: everyone with access to the app reads it. */
  data: Record<string, string>;
};

const EventData = z.record(z.string(), z.string());

/** Writes a line of the timeline; a second one of the same operation and type is left out. */
export async function insertEvent(tx: Tx, row: NewEvent): Promise<void> {
  await tx.event.createMany({ data: [row], skipDuplicates: true });
}

/** Whose events: those of one app, or of every app that a person may see, deleted ones left out. */
export type EventsOf = { appId: string } | { person: Person };

const whereOf = (of: EventsOf): Prisma.Sql =>
  "appId" in of
    ? Prisma.sql`e."appId" = ${of.appId}::uuid`
    : Prisma.sql`a."deletedAt" IS NULL AND ${visibleTo(of.person)}`;

/** Newest first, `limit` at most after `offset`. */
export async function listEvents(of: EventsOf, page: { offset: number; limit: number }): Promise<EventRow[]> {
  const rows = await query(
    () => prisma().$queryRaw<(Omit<EventRow, "data"> & { data: unknown })[]>`
      SELECT e.id, e.type, e."appId", a.name AS "appName", e."actorId", u.email AS "actorEmail", e."operationId",
        e.data, e."createdAt"
      FROM events e JOIN apps a ON a.id = e."appId" LEFT JOIN users u ON u.id = e."actorId"
      WHERE ${whereOf(of)}
      ORDER BY e."createdAt" DESC, e.id DESC OFFSET ${page.offset} LIMIT ${page.limit}`,
  );
  return rows.map(({ data, ...event }) => ({ ...event, data: EventData.parse(data) }));
}

/** How many events `listEvents` has over all pages. */
export async function countEvents(of: EventsOf): Promise<number> {
  const [row] = await query(
    () => prisma().$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM events e JOIN apps a ON a.id = e."appId" WHERE ${whereOf(of)}`,
  );
  return row?.count ?? 0;
}
