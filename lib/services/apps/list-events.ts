import type { EventPage, ListEventsInput } from "../../contract/events";
import { requireApp, requireScope } from "../access";
import type { Context } from "../context";
import { pageOfEvents } from "../events/page";

/** A page of the app's timeline, newest first; empty past the end. Viewers are not told what quotes from data. @throws DomainError `not_found`. */
export async function listEvents(ctx: Context, { app: name, ...page }: ListEventsInput): Promise<EventPage> {
  requireScope(ctx, "read");
  const app = await requireApp(ctx, name, "look");
  return pageOfEvents({ appId: app.id, role: app.role }, page);
}
