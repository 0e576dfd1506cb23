import { z } from "zod";
import { EVENT_KINDS } from "../../core/notifiers/event-kinds";
import { KIND_GROUPS } from "../../core/notifiers/kind-groups";
import { PLATFORM_WORDS, PLATFORMS, type PlatformName } from "../../core/notifiers/notifier";
import { route } from "./route";

const tag = "Notifiers";

const ApiPlatform = z
  .object({
    id: z.enum(PLATFORMS),
    name: z.enum(PLATFORMS),
    display_name: z.string(),
    logo_url: z.string(),
    description: z.string(),
    available_event_ids: z.array(z.string()),
  })
  .meta({ id: "NotificationPlatform" });

const toApiPlatform = (name: PlatformName): z.infer<typeof ApiPlatform> => ({
  id: name,
  name,
  display_name: PLATFORM_WORDS[name].name,
  logo_url: "",
  description: PLATFORM_WORDS[name].description,
  available_event_ids: [...EVENT_KINDS],
});

/** All of them, or the one of that name. */
export const findApiPlatforms = (name?: string): z.infer<typeof ApiPlatform>[] =>
  PLATFORMS.filter((platform) => name === undefined || platform === name).map(toApiPlatform);

const ApiEventType = z
  .object({
    id: z.string(),
    category_id: z.string(),
    name: z.string(),
    display_name: z.string(),
    description: z.string(),
  })
  .meta({ id: "EventType" });

/** Every kind of event that a notifier may choose. Its name is its id. */
export const listApiEventTypes = (): z.infer<typeof ApiEventType>[] =>
  KIND_GROUPS.flatMap(({ id, name, kinds }) =>
    kinds.map(({ kind, title }) => ({
      id: kind,
      category_id: id,
      name: kind,
      display_name: title,
      description: `${title} (${name})`,
    })),
  );

const ApiEventCategory = z
  .object({ id: z.string(), name: z.string(), position: z.number() })
  .meta({ id: "EventCategory" });

/** What the kinds are sorted into. */
export const listApiEventCategories = (): z.infer<typeof ApiEventCategory>[] =>
  KIND_GROUPS.map(({ id, name }, position) => ({ id, name, position }));

const Platforms = z.object({ notification_platforms: z.array(ApiPlatform) });

/** Routes about what there is to be told of, and by what. */
export const EVENT_TYPE_ROUTES = {
  listEventTypes: route({
    method: "GET",
    path: "/v1/event_types",
    tag,
    summary: "Kinds of events that notifiers choose from",
    needs: "look",
    answer: z.object({ event_types: z.array(ApiEventType) }),
  }),
  listEventCategories: route({
    method: "GET",
    path: "/v1/event_categories",
    tag,
    summary: "What the kinds of events are sorted into",
    needs: "look",
    answer: z.object({ event_categories: z.array(ApiEventCategory) }),
  }),
  listNotificationPlatforms: route({
    method: "GET",
    path: "/v1/notification_platforms",
    tag,
    summary: "Ways in which notifiers reach somebody",
    needs: "nothing",
    answer: Platforms,
  }),
  searchNotificationPlatforms: route({
    method: "GET",
    path: "/v1/notification_platforms/search",
    tag,
    summary: "The way of a name; none when there is no such",
    needs: "nothing",
    query: z.object({ name: z.string().max(100) }),
    answer: Platforms,
  }),
};
