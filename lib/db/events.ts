import { z } from "zod";
import type { EventType } from "../core/events/types";
import { prisma, query, type Tx } from "./client";

export type EventRow = {
  id: string;
  type: string;
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

/** Newest first, `limit` at most after `offset`. */
export async function listEvents(
  appId: string,
  page: { offset: number; limit: number },
): Promise<EventRow[]> {
  const rows = await query(() =>
    prisma().event.findMany({
      where: { appId },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      skip: page.offset,
      take: page.limit,
      select: {
        id: true,
        type: true,
        operationId: true,
        data: true,
        createdAt: true,
        actor: { select: { email: true } },
      },
    }),
  );
  return rows.map(({ actor, data, ...event }) => ({
    ...event,
    actorEmail: actor?.email ?? null,
    data: EventData.parse(data),
  }));
}

export type MarkRow = Pick<EventRow, "id" | "type" | "data" | "createdAt">;

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
  return rows.map(({ data, ...event }) => ({ ...event, data: EventData.parse(data) })).reverse();
}
