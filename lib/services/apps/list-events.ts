import type { EventPage, ListEventsInput } from "../../contract/apps";
import { listEvents as listRows } from "../../db/events";
import { requireApp } from "../access";
import type { Context } from "../context";

const EVENTS_PER_PAGE = 30;

/** A page of the app's timeline, newest first; empty past the end. @throws DomainError `not_found`. */
export async function listEvents(ctx: Context, { app: name, page }: ListEventsInput): Promise<EventPage> {
  const app = await requireApp(ctx, name);
  const offset = (page - 1) * EVENTS_PER_PAGE;
  // One more than is shown tells whether there is a next page.
  const rows = await listRows(app.id, { offset, limit: EVENTS_PER_PAGE + 1 });
  const events = rows
    .slice(0, EVENTS_PER_PAGE)
    .map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
  return { events, page, hasMore: rows.length > EVENTS_PER_PAGE };
}
