import { APP_NAME_CHARS_MAX, isAppName } from "../apps/name";
import { REDIS_PORT } from "../engines/redis/port";

/** Where a client wants a tunnel to, in its own words. */
export type Destination = { host: string; port: number };

/** The database that a tunnel leads to, or that it leads nowhere. */
export type DestinationDecision = { isAllowed: true; resourceId: string } | { isAllowed: false };

const RESOURCE_ID = /^(.+)-[1-9][0-9]{3}$/;
const SHOWN_CHARS_MAX = APP_NAME_CHARS_MAX + 24;

/** Only what has the form of a resource id, on the port of a gateway: never an address, never a name of anything else. */
export function decideDestination({ host, port }: Destination): DestinationDecision {
  const app = RESOURCE_ID.exec(host)?.[1];
  if (port !== REDIS_PORT || app === undefined || !isAppName(app)) return { isAllowed: false };
  return { isAllowed: true, resourceId: host };
}

/** Fit for a timeline whatever a client sent: printable, one line, not long. */
export function formatDestination({ host, port }: Destination): string {
  const printable = host.replaceAll(/[^\x21-\x7e]/g, "?");
  const shown = printable.length > SHOWN_CHARS_MAX ? `${printable.slice(0, SHOWN_CHARS_MAX)}…` : printable;
  return `${shown}:${port}`;
}
