import type { DeliveryView } from "./notifiers";
import { askApi } from "./rest-client";

/** What was sent to a notifier and what waits, newest first; `app` is empty for one of the platform. @throws DomainError `not_found`, `forbidden` */
export async function fetchDeliveries(app: string, notifier: string): Promise<DeliveryView[]> {
  const [{ NOTIFIER_ROUTES }, { ofApiDelivery }] = await Promise.all([
    import("./api/notifiers"),
    import("./api/notifier-objects"),
  ]);
  const { listDeliveries, listPlatformDeliveries } = NOTIFIER_ROUTES;
  const { deliveries } =
    app === ""
      ? await askApi(listPlatformDeliveries, { params: { notifier } })
      : await askApi(listDeliveries, { params: { app, notifier } });
  return deliveries.map(ofApiDelivery);
}
