import "server-only";
import {
  type EVENT_TYPE_ROUTES,
  findApiPlatforms,
  listApiEventCategories,
  listApiEventTypes,
} from "../../../contract/api/event-types";
import type { Handlers } from "../handler";

export const EVENT_TYPE_HANDLERS: Handlers<typeof EVENT_TYPE_ROUTES> = {
  listEventTypes: async () => ({ event_types: listApiEventTypes() }),
  listEventCategories: async () => ({ event_categories: listApiEventCategories() }),
  listNotificationPlatforms: async () => ({ notification_platforms: findApiPlatforms() }),
  searchNotificationPlatforms: async ({ query: { name } }) => ({
    notification_platforms: findApiPlatforms(name),
  }),
};
