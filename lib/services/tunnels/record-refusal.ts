import type { Person } from "../../core/people/person";
import type { Destination } from "../../core/ssh/destination";
import { findAddonByResourceId } from "../../db/addons";
import { findApp } from "../../db/apps";
import { transaction } from "../../db/client";
import { insertEvent } from "../../db/events";

/** What a client of the SSH gateway asked for and did not get. */
export type RefusedRequest = {
  /** "a shell", "a tunnel to localhost:6379" */
  what: string;
  address: string;
  destination: Destination | null;
  /** The name before the @: people may sign in as one of their apps. */
  user: string;
  /** App of the last tunnel that was opened on the same connection. */
  lastAppId: string | null;
};

/**
 * Writes what a signed-in person was refused over SSH to the timeline of the app that it was about: the one whose database was asked
 * for, whoever it belongs to, else the one signed in as, else the one used before. Answers its id; null when there is none.
 */
export async function recordRefusal(person: Person, request: RefusedRequest): Promise<string | null> {
  const target = request.destination && (await findAddonByResourceId(request.destination.host));
  const appId = target?.appId ?? (await findApp(person, request.user))?.id ?? request.lastAppId;
  if (!appId) return null;
  const { what, address } = request;
  await transaction((tx) =>
    insertEvent(
      tx,
      { appId, databaseId: target?.databaseId, actorId: person.userId, address },
      { type: "ssh_refused", data: { what, address } },
    ),
  );
  return appId;
}
