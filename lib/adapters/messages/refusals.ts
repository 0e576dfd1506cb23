import { DomainError } from "../../core/errors";

/** A message that did not arrive, for people. */
export const notDelivered = (message: string, cause?: unknown): DomainError =>
  new DomainError("unavailable", "not_delivered", message, { cause });

/** An address that nothing is sent to. */
export const addressRefused = (message: string): DomainError =>
  new DomainError("invalid", "address_refused", message, { fields: { url: [message] } });
