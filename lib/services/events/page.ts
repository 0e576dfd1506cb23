import type { EventPage, EventPageInput } from "../../contract/events";
import { countEvents, type EventsOf, listEvents } from "../../db/events";

const EVENTS_PER_PAGE = 30;

/** A page of a timeline, newest first; empty past the end. The caller has checked the right. */
export async function pageOfEvents(of: EventsOf, input: EventPageInput): Promise<EventPage> {
  const { page, perPage = EVENTS_PER_PAGE } = input;
  const offset = (page - 1) * perPage;
  const [rows, total] = await Promise.all([listEvents(of, { offset, limit: perPage }), countEvents(of)]);
  const events = rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
  return { events, page, hasMore: offset + rows.length < total, total };
}
