import { z } from "zod";
import type { EventKind } from "../../core/notifiers/event-kinds";
import { PLATFORM_WORDS, PLATFORMS } from "../../core/notifiers/notifier";
import type { DeliveryView, NewNotifierView, NotifierView } from "../notifiers";

const ALERTS = ["alert_fired", "alert_recovered"] as const satisfies readonly EventKind[];

/** A message for a notifier, and what became of it. */
export const ApiDelivery = z
  .object({
    id: z.string().describe("The receiver sees it too, the same at each try."),
    title: z.string(),
    text: z.string(),
    app_name: z.string().nullable(),
    state: z.enum(["waiting", "failed", "delivered", "given_up"]),
    tries: z.number(),
    reason: z.string().nullable().describe("What the receiver last said."),
    created_at: z.iso.datetime(),
    tried_at: z.iso.datetime().nullable(),
    next_try_at: z.iso.datetime().nullable(),
  })
  .meta({ id: "Delivery" });

/** A message in the words of the API. */
export const toApiDelivery = (view: DeliveryView): z.infer<typeof ApiDelivery> => ({
  id: view.id,
  title: view.title,
  text: view.text,
  app_name: view.appName,
  state: view.state,
  tries: view.tries,
  reason: view.reason,
  created_at: view.createdAt,
  tried_at: view.triedAt,
  next_try_at: view.nextTryAt,
});

/** The same read back. */
export const ofApiDelivery = (delivery: z.infer<typeof ApiDelivery>): DeliveryView => ({
  id: delivery.id,
  title: delivery.title,
  text: delivery.text,
  appName: delivery.app_name,
  state: delivery.state,
  tries: delivery.tries,
  reason: delivery.reason,
  createdAt: delivery.created_at,
  triedAt: delivery.tried_at,
  nextTryAt: delivery.next_try_at,
});

const TypeData = z.object({
  webhook_url: z.string().optional().describe("Of Slack and webhooks; of its path nothing is shown."),
  emails: z.array(z.string()).optional().describe("Of mail."),
  user_ids: z.array(z.string()).optional().describe("Of mail: people of the app, while they have access."),
  signing_secret: z
    .string()
    .optional()
    .describe("Of a webhook that was just added: with it messages are signed. This once."),
});

/** A notifier; of its secrets nothing but once a new one. */
export const ApiNotifier = z
  .object({
    id: z.string(),
    app_id: z.string().nullable().describe("Null for one of the platform."),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    name: z.string(),
    active: z.boolean(),
    type: z.enum(PLATFORMS),
    platform_id: z.enum(PLATFORMS),
    send_all_alerts: z.boolean(),
    send_all_events: z.boolean(),
    selected_event_ids: z.array(z.string()),
    type_data: TypeData,
    last_delivery: ApiDelivery.nullable(),
  })
  .meta({ id: "Notifier" });

/** A notifier in the words of the API. */
export const toApiNotifier = (view: NotifierView): z.infer<typeof ApiNotifier> => ({
  id: view.id,
  app_id: view.appId,
  created_at: view.createdAt,
  updated_at: view.updatedAt,
  name: view.name,
  active: view.isActive,
  type: view.platform,
  platform_id: view.platform,
  send_all_alerts: view.isAll || ALERTS.every((kind) => view.kinds.includes(kind)),
  send_all_events: view.isAll,
  selected_event_ids: view.kinds,
  type_data:
    view.url === null
      ? { emails: view.emails, user_ids: view.people.map(({ id }) => id) }
      : { webhook_url: view.url },
  last_delivery: view.last && toApiDelivery(view.last),
});

/** A new one, a webhook with its secret. */
export function toApiNewNotifier({ notifier, secret }: NewNotifierView): z.infer<typeof ApiNotifier> {
  const { type_data, ...rest } = toApiNotifier(notifier);
  return { ...rest, type_data: { ...type_data, ...(secret !== null && { signing_secret: secret }) } };
}

const given = {
  name: z.string().optional(),
  active: z.boolean().optional(),
  send_all_alerts: z.boolean().optional().describe("`true` adds the kinds of alerts to those selected."),
  send_all_events: z.boolean().optional(),
  selected_event_ids: z.array(z.string()).optional().describe("Of `GET /v1/event_types`."),
  type_data: z
    .object({
      webhook_url: z.string().optional(),
      emails: z.array(z.string()).optional(),
      user_ids: z.array(z.string()).optional(),
    })
    .optional(),
};
/** What may be changed of one. */
export const ApiGivenNotifier = z.object(given);
/** What a new one is made of. */
export const ApiNewNotifier = z.object({ platform_id: z.enum(PLATFORMS), ...given });

/** What a request says of a notifier, as `ChangeNotifierInput` reads it. */
export function toNotifierInput(body: z.infer<typeof ApiGivenNotifier>) {
  const { name, active, send_all_alerts, send_all_events, selected_event_ids, type_data = {} } = body;
  const kinds = send_all_alerts ? [...(selected_event_ids ?? []), ...ALERTS] : selected_event_ids;
  return {
    name,
    isActive: active,
    isAll: send_all_events,
    kinds: kinds && [...new Set(kinds)],
    emails: type_data.emails,
    userIds: type_data.user_ids,
    url: type_data.webhook_url,
  };
}

/** The same of a new one, as `AddNotifierInput` reads it; without a name it has that of its platform. */
export const toNewNotifierInput = (body: z.infer<typeof ApiNewNotifier>) => ({
  ...toNotifierInput(body),
  name: body.name ?? PLATFORM_WORDS[body.platform_id].name,
  platform: body.platform_id,
});
