import "server-only";
import { type EVENT_ROUTES, toApiEvent } from "../../../contract/api/events";
import { pageMeta } from "../../../contract/api/shared";
import type { EventPage } from "../../../contract/events";
import { listEvents } from "../../../services/apps/list-events";
import { listOwnEvents } from "../../../services/events/list-own-events";
import type { Handlers } from "../handler";

export const EVENT_HANDLERS: Handlers<typeof EVENT_ROUTES> = {
  listAppEvents: async ({ ctx, params: { app }, query: { page, per_page: perPage } }) =>
    toApiPage(await listEvents(ctx, { app, page, perPage }), perPage),
  listEvents: async ({ ctx, query: { page, per_page: perPage } }) =>
    toApiPage(await listOwnEvents(ctx, { page, perPage }), perPage),
};

const toApiPage = ({ events, page, total }: EventPage, perPage: number) => ({
  events: events.map(toApiEvent),
  meta: pageMeta({ page, perPage, total }),
});
