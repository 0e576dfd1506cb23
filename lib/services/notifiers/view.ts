import type { DeliveryView, NotifierView } from "../../contract/notifiers";
import { eventText, eventTitle } from "../../core/events/words";
import { EVENT_KINDS } from "../../core/notifiers/event-kinds";
import { shownUrl } from "../../core/notifiers/notifier";
import { type DeliveryRow, listLastDeliveries } from "../../db/deliveries";
import { listRecipients, type NotifierRow } from "../../db/notifiers";
import type { Ports } from "../context";

const stateOf = ({ endedAt, isDelivered, triedAt, reason }: DeliveryRow): DeliveryView["state"] => {
  if (endedAt) return isDelivered ? "delivered" : "given_up";
  return triedAt && reason !== null ? "failed" : "waiting";
};

/** A message for a notifier with what became of it. */
export function deliveryView(row: DeliveryRow): DeliveryView {
  const { id, event, appName, tries, reason, createdAt, triedAt } = row;
  const state = stateOf(row);
  return {
    id,
    title: event ? eventTitle(event) : "Test",
    text: event ? eventText(event) : "somebody tried the notifier out",
    appName,
    state,
    tries,
    reason,
    createdAt: createdAt.toISOString(),
    triedAt: triedAt?.toISOString() ?? null,
    nextTryAt: state === "failed" ? row.nextTryAt.toISOString() : null,
  };
}

/** Notifiers as people see them, in the order of the rows. */
export async function notifierViews(
  { cipher }: Pick<Ports, "cipher">,
  rows: readonly NotifierRow[],
): Promise<NotifierView[]> {
  const last = await listLastDeliveries(rows.map(({ id }) => id));
  return Promise.all(
    rows.map(async (row) => {
      const { id, appId, name, platform, isActive, isAll, kinds, emails, userIds, createdAt, updatedAt } =
        row;
      const delivery = last.get(id);
      return {
        id,
        appId,
        name,
        platform,
        isActive,
        isAll,
        // One of a later version is left out.
        kinds: kinds.filter((kind) => EVENT_KINDS.includes(kind)),
        emails,
        people: await listRecipients(userIds, appId),
        url: row.urlEncrypted === null ? null : shownUrl(cipher.decrypt(row.urlEncrypted)),
        createdAt: createdAt.toISOString(),
        updatedAt: updatedAt.toISOString(),
        last: delivery ? deliveryView(delivery) : null,
      };
    }),
  );
}

/** One of them. */
export async function notifierView(ports: Pick<Ports, "cipher">, row: NotifierRow): Promise<NotifierView> {
  const [view] = await notifierViews(ports, [row]);
  if (!view) throw new Error("a view of a notifier is missing");
  return view;
}
