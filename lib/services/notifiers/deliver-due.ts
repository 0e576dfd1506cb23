import { isRefusal } from "../../core/errors";
import type { Alone } from "../../core/events/upkeep";
import { eventMessage } from "../../core/notifiers/messages";
import { nextTryAtMs } from "../../core/notifiers/retry";
import { MINUTE_MS, SECOND_MS } from "../../core/units";
import {
  type ClaimedDelivery,
  claimDelivery,
  endDelivery,
  findDeliveredEvent,
  listDueNotifiers,
  postponeDelivery,
  releaseDeliveries,
} from "../../db/deliveries";
import { findNotifierById, type NotifierRow } from "../../db/notifiers";
import type { Ports } from "../context";
import { receiverOf } from "./target";

/** Longer than any messenger takes: a claim whose time is over belongs to a worker that is gone. */
const CLAIM_MS = MINUTE_MS;
/** A receiver that did not take one message is left alone with the others for so long. */
const REST_MS = 30 * SECOND_MS;
const AT_ONCE = 32;

type World = Pick<Ports, "cipher" | "messenger"> & { workerId: string; alone: Alone; now: () => Date };

/** What sends to notifiers: `round` begins what is due and waits for none of it, `settle` does. */
export type Deliverer = { round: () => Promise<void>; settle: () => Promise<void> };

/**
 * Sends what waits in the outbox, for each notifier one message after the other, so that a slow receiver keeps nobody waiting but itself.
 * What was being sent when a worker was killed is sent again by its next life, or after a minute by another; what a receiver has taken is
 * never sent again, also when the records could not be told of it.
 */
export function deliverer(world: World): Deliverer {
  const { workerId, alone, now } = world;
  const running = new Map<string, Promise<void>>();
  /** Taken by a receiver while the records were away, with what was said. */
  const unrecorded = new Map<string, string | null>();
  let isReleased = false;

  async function sendOne(notifier: NotifierRow, claimed: ClaimedDelivery): Promise<boolean> {
    const { id } = claimed;
    const key = { id, notifierId: notifier.id };
    if (!unrecorded.has(id)) {
      const refusal = await send(world, notifier, claimed, (said) => unrecorded.set(id, said));
      if (refusal !== null) {
        await fail(key, claimed, { reason: refusal, now: now() });
        return false;
      }
    }
    await endDelivery(key, { isDelivered: true, reason: unrecorded.get(id) ?? null, now: now() });
    unrecorded.delete(id);
    return true;
  }

  async function sendAll(notifier: NotifierRow): Promise<void> {
    for (;;) {
      const at = now();
      const until = new Date(at.getTime() + CLAIM_MS);
      const claimed = await claimDelivery(notifier.id, { workerId, now: at, until });
      if (!claimed || !(await sendOne(notifier, claimed))) return;
    }
  }

  async function begin(notifierId: string): Promise<void> {
    const notifier = await findNotifierById(notifierId);
    if (!notifier) return;
    const { id, name, appId } = notifier;
    await alone({ work: "send-messages", id, name, appId, databaseId: null }, () => sendAll(notifier));
  }

  return {
    async round() {
      if (!isReleased) await releaseDeliveries(workerId, now());
      isReleased = true;
      for (const id of await listDueNotifiers(now(), AT_ONCE)) {
        if (running.has(id) || running.size >= AT_ONCE) continue;
        // What ends all work alike, such as records that are away, the next round meets and tells itself.
        const ending = begin(id)
          .catch(() => {})
          .finally(() => running.delete(id));
        running.set(id, ending);
      }
    },
    async settle() {
      await Promise.all(running.values());
    },
  };
}

/** Calls `onTaken` the moment that the receiver has it. @returns why it did not take it, or null. */
async function send(
  world: World,
  notifier: NotifierRow,
  { id, eventId, createdAt }: ClaimedDelivery,
  onTaken: (said: string | null) => void,
): Promise<string | null> {
  const found = eventId === null ? null : await findDeliveredEvent(eventId);
  if (!found) return "What it was to tell is gone.";
  const message = eventMessage({ id, at: createdAt.toISOString(), appName: found.appName }, found.event);
  try {
    onTaken(await world.messenger.send(await receiverOf(world, notifier), message));
    return null;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return error.message;
  }
}

async function fail(
  key: { id: string; notifierId: string },
  { tries }: ClaimedDelivery,
  { reason, now }: { reason: string; now: Date },
): Promise<void> {
  const nextTryMs = nextTryAtMs({ tries, failedAtMs: now.getTime() });
  if (nextTryMs === null) return endDelivery(key, { isDelivered: false, reason, now });
  const restsUntil = new Date(now.getTime() + REST_MS);
  await postponeDelivery(key, { nextTryAt: new Date(nextTryMs), restsUntil, reason });
}
