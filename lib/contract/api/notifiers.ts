import { z } from "zod";
import { ApiDelivery, ApiGivenNotifier, ApiNewNotifier, ApiNotifier } from "./notifier-objects";
import { NoAnswer, route } from "./route";
import { AppParams } from "./shared";

const tag = "Notifiers";

const OwnParams = z.object({ notifier: z.string().min(1).max(100) });
const OfApp = AppParams.extend(OwnParams.shape);
const One = z.object({ notifier: ApiNotifier });
const All = z.object({ notifiers: z.array(ApiNotifier) });
const Deliveries = z.object({ deliveries: z.array(ApiDelivery) });
const Tested = z.object({ delivery: ApiDelivery });

/** Routes about who is told of what happens: to an app, and for administrators to all of them. */
export const NOTIFIER_ROUTES = {
  listNotifiers: route({
    method: "GET",
    path: "/v1/apps/{app}/notifiers",
    tag,
    summary: "Notifiers of an app, oldest first",
    needs: "look",
    params: AppParams,
    answer: All,
  }),
  addNotifier: route({
    method: "POST",
    path: "/v1/apps/{app}/notifiers",
    tag,
    summary: "Have somebody told of an app's events",
    needs: "write",
    params: AppParams,
    body: z.object({ notifier: ApiNewNotifier }),
    status: 201,
    answer: One,
  }),
  getNotifier: route({
    method: "GET",
    path: "/v1/apps/{app}/notifiers/{notifier}",
    tag,
    summary: "A notifier of an app",
    needs: "look",
    params: OfApp,
    answer: One,
  }),
  updateNotifier: route({
    method: "PATCH",
    path: "/v1/apps/{app}/notifiers/{notifier}",
    tag,
    summary: "Change what is given of a notifier; a `webhook_url` as it is shown stays what it is",
    needs: "write",
    params: OfApp,
    body: z.object({ notifier: ApiGivenNotifier }),
    answer: One,
  }),
  removeNotifier: route({
    method: "DELETE",
    path: "/v1/apps/{app}/notifiers/{notifier}",
    tag,
    summary: "Remove a notifier, and what waits for it",
    needs: "write",
    params: OfApp,
    status: 204,
    answer: NoAnswer,
  }),
  testNotifier: route({
    method: "POST",
    path: "/v1/apps/{app}/notifiers/{notifier}/test",
    tag,
    summary: "Send a message now, and answer what became of it",
    needs: "write",
    params: OfApp,
    answer: Tested,
  }),
  listDeliveries: route({
    method: "GET",
    path: "/v1/apps/{app}/notifiers/{notifier}/deliveries",
    tag,
    summary: "What was sent to a notifier and what waits, newest first, 50 at most",
    needs: "read",
    params: OfApp,
    answer: Deliveries,
  }),
  listPlatformNotifiers: route({
    method: "GET",
    path: "/v1/notifiers",
    tag,
    summary: "Notifiers of the platform, which are told of every app",
    needs: "admin",
    answer: All,
  }),
  addPlatformNotifier: route({
    method: "POST",
    path: "/v1/notifiers",
    tag,
    summary: "Have somebody told of every app's events",
    needs: "admin",
    body: z.object({ notifier: ApiNewNotifier }),
    status: 201,
    answer: One,
  }),
  updatePlatformNotifier: route({
    method: "PATCH",
    path: "/v1/notifiers/{notifier}",
    tag,
    summary: "Change what is given of a notifier of the platform",
    needs: "admin",
    params: OwnParams,
    body: z.object({ notifier: ApiGivenNotifier }),
    answer: One,
  }),
  removePlatformNotifier: route({
    method: "DELETE",
    path: "/v1/notifiers/{notifier}",
    tag,
    summary: "Remove a notifier of the platform, and what waits for it",
    needs: "admin",
    params: OwnParams,
    status: 204,
    answer: NoAnswer,
  }),
  testPlatformNotifier: route({
    method: "POST",
    path: "/v1/notifiers/{notifier}/test",
    tag,
    summary: "Send a message to a notifier of the platform now",
    needs: "admin",
    params: OwnParams,
    answer: Tested,
  }),
  listPlatformDeliveries: route({
    method: "GET",
    path: "/v1/notifiers/{notifier}/deliveries",
    tag,
    summary: "What was sent to a notifier of the platform and what waits, newest first",
    needs: "admin",
    params: OwnParams,
    answer: Deliveries,
  }),
};
