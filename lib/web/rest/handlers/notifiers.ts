import "server-only";
import {
  toApiDelivery,
  toApiNewNotifier,
  toApiNotifier,
  toNewNotifierInput,
  toNotifierInput,
} from "../../../contract/api/notifier-objects";
import type { NOTIFIER_ROUTES } from "../../../contract/api/notifiers";
import { AddNotifierInput, ChangeNotifierInput, type NotifierInput } from "../../../contract/notifiers";
import { DomainError } from "../../../core/errors";
import { isId } from "../../../core/ids";
import { addNotifier } from "../../../services/notifiers/add-notifier";
import { changeNotifier } from "../../../services/notifiers/change-notifier";
import { getNotifier } from "../../../services/notifiers/get-notifier";
import { listDeliveries } from "../../../services/notifiers/list-deliveries";
import { listNotifiers } from "../../../services/notifiers/list-notifiers";
import { removeNotifier } from "../../../services/notifiers/remove-notifier";
import { testNotifier } from "../../../services/notifiers/test-notifier";
import type { Handlers } from "../handler";

type Named = { app?: string; notifier: string };

export const NOTIFIER_HANDLERS: Handlers<typeof NOTIFIER_ROUTES> = {
  listNotifiers: async ({ ctx, params }) => ({
    notifiers: (await listNotifiers(ctx, params)).map(toApiNotifier),
  }),
  addNotifier: async ({ ctx, params, body: { notifier } }) => ({
    notifier: toApiNewNotifier(
      await addNotifier(ctx, AddNotifierInput.parse({ ...toNewNotifierInput(notifier), ...params })),
    ),
  }),
  getNotifier: async ({ ctx, params }) => ({
    notifier: toApiNotifier(await getNotifier(ctx, keyOf(params))),
  }),
  updateNotifier: async ({ ctx, params, body: { notifier } }) => ({
    notifier: toApiNotifier(await changeNotifier(ctx, changeOf(params, notifier))),
  }),
  removeNotifier: async ({ ctx, params }) => removeNotifier(ctx, keyOf(params)),
  testNotifier: async ({ ctx, params }) => ({
    delivery: toApiDelivery(await testNotifier(ctx, keyOf(params))),
  }),
  listDeliveries: async ({ ctx, params }) => ({
    deliveries: (await listDeliveries(ctx, keyOf(params))).map(toApiDelivery),
  }),
  listPlatformNotifiers: async ({ ctx }) => ({
    notifiers: (await listNotifiers(ctx, {})).map(toApiNotifier),
  }),
  addPlatformNotifier: async ({ ctx, body: { notifier } }) => ({
    notifier: toApiNewNotifier(await addNotifier(ctx, AddNotifierInput.parse(toNewNotifierInput(notifier)))),
  }),
  updatePlatformNotifier: async ({ ctx, params, body: { notifier } }) => ({
    notifier: toApiNotifier(await changeNotifier(ctx, changeOf(params, notifier))),
  }),
  removePlatformNotifier: async ({ ctx, params }) => removeNotifier(ctx, keyOf(params)),
  testPlatformNotifier: async ({ ctx, params }) => ({
    delivery: toApiDelivery(await testNotifier(ctx, keyOf(params))),
  }),
  listPlatformDeliveries: async ({ ctx, params }) => ({
    deliveries: (await listDeliveries(ctx, keyOf(params))).map(toApiDelivery),
  }),
};

/** What is no id of ours names nothing. */
function keyOf({ app, notifier }: Named): NotifierInput {
  if (!isId(notifier)) throw new DomainError("not_found", "notifier", "This notifier does not exist.");
  return { app, notifierId: notifier };
}

const changeOf = (params: Named, notifier: Parameters<typeof toNotifierInput>[0]): ChangeNotifierInput =>
  ChangeNotifierInput.parse({ ...toNotifierInput(notifier), ...keyOf(params) });
