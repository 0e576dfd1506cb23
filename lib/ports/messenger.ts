import type { Message } from "../core/notifiers/messages";
import type { Receiver } from "../core/notifiers/notifier";

/** Brings messages to people and programs outside. */
export type Messenger = {
  /** False while this Berth has no mail server. */
  hasMail: boolean;
  /**
   * Resolves once the receiver has taken the message, with what it said of it, if it did; within half a minute. Nothing tells whether a
   * message that failed has arrived all the same: each has an id that receivers see.
   * @throws DomainError `unavailable` reason `not_delivered`, in words without secrets.
   */
  send(receiver: Receiver, message: Message): Promise<string | null>;
  /** @throws DomainError `invalid` reason `address_refused` for an address that nothing is ever sent to; one whose name is unknown now passes. */
  checkUrl(url: string): Promise<void>;
};
