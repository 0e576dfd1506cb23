import type { Message } from "../../core/notifiers/messages";
import type { Receiver } from "../../core/notifiers/notifier";
import type { Messenger } from "../../ports/messenger";
import { newGuard } from "./guard";
import { notDelivered } from "./refusals";

export type MemoryMessenger = Messenger & {
  /** What was taken, in its order. */
  taken: { receiver: Receiver; message: Message }[];
  /** Tells what a receiver says who does not take a message; null for one who does. */
  decide: (receiver: Receiver) => string | null;
};

/** Keeps what is sent. Names lead nowhere; addresses are refused as in the world. */
export function memoryMessenger(
  changes: Partial<Pick<MemoryMessenger, "hasMail" | "decide">> = {},
): MemoryMessenger {
  const guard = newGuard([], async () => []);
  const messenger: MemoryMessenger = {
    hasMail: true,
    taken: [],
    decide: () => null,
    ...changes,
    checkUrl: (url) => guard.check(new URL(url).hostname),
    async send(receiver, message) {
      const refusal = messenger.decide(receiver);
      if (refusal !== null) throw notDelivered(refusal);
      messenger.taken.push({ receiver, message });
      return null;
    },
  };
  return messenger;
}
