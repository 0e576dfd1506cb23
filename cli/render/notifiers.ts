import type { z } from "zod";
import type { ApiDelivery, ApiNotifier } from "@/lib/contract/api/notifier-objects";
import { facts, table } from "./table";

type Notifier = z.infer<typeof ApiNotifier>;
type Delivery = z.infer<typeof ApiDelivery>;

/** The first of those selected stands for all, as with the vendor's program. */
function selected({ send_all_events: isAll, selected_event_ids: kinds }: Notifier): string {
  if (isAll) return "All";
  const [first = "", ...more] = kinds;
  return more.length > 0 ? `${first}, ...` : first;
}

export const notifiersTable = (notifiers: readonly Notifier[]): string[] =>
  table(
    ["ID", "TYPE", "NAME", "ENABLED", "SEND ALL EVENTS", "SELECTED EVENTS"].map((header) => ({ header })),
    notifiers.map((one) => [
      one.id,
      one.type,
      one.name,
      String(one.active),
      String(one.send_all_events),
      selected(one),
    ]),
  );

/** What became of a message: "delivered", or why it was not. */
const deliveryWords = ({ state, reason }: Delivery): string =>
  reason === null ? state : `${state}: ${reason}`;

export function notifierFacts(one: Notifier): string[] {
  const { webhook_url: url, emails, user_ids: people, signing_secret: secret } = one.type_data;
  const rows: [string, string][] = [
    ["ID", one.id],
    ["Type", one.type],
    ["Name", one.name],
    ["Enabled", String(one.active)],
    ["Send all events", String(one.send_all_events)],
    ...(url === undefined ? [] : [["Webhook Url", url] as [string, string]]),
    ...(emails === undefined ? [] : [["Emails", emails.join(", ")] as [string, string]]),
    ...(people === undefined ? [] : [["User Ids", people.join(", ")] as [string, string]]),
    ...(secret === undefined ? [] : [["Signing secret", secret] as [string, string]]),
    ["Last delivery", one.last_delivery ? deliveryWords(one.last_delivery) : "none yet"],
  ];
  if (one.send_all_events) return facts(rows);
  const [first = "", ...more] = one.selected_event_ids;
  return facts([...rows, ["Selected events", first], ...more.map((kind) => ["", kind] as [string, string])]);
}
