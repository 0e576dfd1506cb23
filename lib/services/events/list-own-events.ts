import type { EventPage, EventPageInput } from "../../contract/events";
import { requireScope } from "../access";
import type { Context } from "../context";
import { pageOfEvents } from "./page";

/** A page of what happened to all apps that one may see and that are not deleted, newest first. */
export async function listOwnEvents(ctx: Context, input: EventPageInput): Promise<EventPage> {
  requireScope(ctx, "read");
  return pageOfEvents({ person: ctx.actor }, input);
}
