import { z } from "zod";
import { EventDetail } from "../core/events/events";
import { AppInput } from "./apps";

/** One line of a timeline: who did what when. What the types are is in core. */
export const EventView = z
  .object({
    id: z.string(),
    appId: z.string(),
    appName: z.string(),
    /** Who did it; null for Berth itself. */
    actorId: z.string().nullable(),
    actorEmail: z.string().nullable(),
    createdAt: z.iso.datetime(),
    operationId: z.string().nullable(),
  })
  .and(EventDetail);
export type EventView = z.infer<typeof EventView>;

/** Pages are 1-based. */
const EventPageInput = z.object({
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
  perPage: z.number().int().min(1).max(100).optional(),
});
export type EventPageInput = z.infer<typeof EventPageInput>;
/** Which page of an app's events, newest first. */
export const ListEventsInput = AppInput.extend(EventPageInput.shape);
export type ListEventsInput = z.infer<typeof ListEventsInput>;

/** A page of events, newest first; may be empty. `page` begins at 1. */
export const EventPage = z.object({
  events: z.array(EventView),
  page: z.number(),
  hasMore: z.boolean(),
  /** Events of all pages. */
  total: z.number(),
});
export type EventPage = z.infer<typeof EventPage>;
