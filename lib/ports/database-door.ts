import type { Duplex } from "node:stream";

/** The way of a byte stream to a database. */
export type DatabaseDoor = {
  /**
   * A connection to a service of the control network (a gateway) that the caller pipes and ends. One that nobody serves ends at once.
   * @throws DomainError `unavailable` when the way there is closed.
   */
  open(serviceName: string): Promise<Duplex>;
};
