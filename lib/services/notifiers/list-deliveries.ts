import type { DeliveryView, NotifierInput } from "../../contract/notifiers";
import { DELIVERIES_KEPT } from "../../core/notifiers/notifier";
import { listDeliveries as listRows } from "../../db/deliveries";
import { requireAppOrPlatform, requireScope } from "../access";
import type { Context } from "../context";
import { loadNotifier } from "./find";
import { deliveryView } from "./view";

/** Messages for a notifier with what became of each, newest first, 50 at most. @throws DomainError `not_found`, `forbidden` */
export async function listDeliveries(
  ctx: Context,
  { app, notifierId }: NotifierInput,
): Promise<DeliveryView[]> {
  requireScope(ctx, "read");
  const place = await requireAppOrPlatform(ctx, app);
  const { id } = await loadNotifier(place?.id ?? null, notifierId);
  return (await listRows(id, DELIVERIES_KEPT)).map(deliveryView);
}
