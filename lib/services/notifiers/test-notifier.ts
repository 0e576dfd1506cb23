import { randomUUID } from "node:crypto";
import type { DeliveryView, NotifierInput } from "../../contract/notifiers";
import { DomainError, isUnavailable } from "../../core/errors";
import { testMessage } from "../../core/notifiers/messages";
import { MINUTE_MS } from "../../core/units";
import { insertTestDelivery, listDeliveries } from "../../db/deliveries";
import { countAttempt } from "../../db/rate-limits";
import { requireAppOrPlatform, requireScope } from "../access";
import type { Context } from "../context";
import { loadNotifier } from "./find";
import { receiverOf } from "./target";
import { deliveryView } from "./view";

const TESTS_A_MINUTE = 5;

/** Sends a message at once, also to one that is paused, and answers what became of it. @throws DomainError `not_found`, `forbidden`; `limit_exceeded` after five within a minute. */
export async function testNotifier(
  ctx: Context,
  { app: name, notifierId }: NotifierInput,
): Promise<DeliveryView> {
  requireScope(ctx, "write");
  const app = await requireAppOrPlatform(ctx, name);
  const row = await loadNotifier(app?.id ?? null, notifierId);
  await assertSeldom(row.id);
  const now = new Date();
  const id = randomUUID();
  const about = { id, at: now.toISOString(), appName: app?.name ?? null };
  const message = testMessage(about, { notifier: row.name, by: ctx.actor.email });
  const outcome = await ctx.messenger.send(await receiverOf(ctx, row), message).then(
    (said) => ({ isDelivered: true, reason: said }),
    (error: unknown) => {
      if (!isUnavailable(error)) throw error;
      return { isDelivered: false, reason: error.message };
    },
  );
  await insertTestDelivery({ id, notifierId: row.id, ...outcome, now });
  const sent = (await listDeliveries(row.id, 5)).find((delivery) => delivery.id === id);
  if (!sent) throw new DomainError("not_found", "notifier", "This notifier does not exist any more.");
  return deliveryView(sent);
}

async function assertSeldom(notifierId: string): Promise<void> {
  const { isAllowed } = await countAttempt({
    key: `notifier-test:${notifierId}`,
    attemptsMax: TESTS_A_MINUTE,
    windowMs: MINUTE_MS,
    now: new Date(),
  });
  if (!isAllowed)
    throw new DomainError(
      "limit_exceeded",
      "too_many_tests",
      "Five tests a minute are enough: wait a moment.",
    );
}
