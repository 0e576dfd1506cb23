import { GROUP_USERS } from "../../core/availability/group";
import { REDIS } from "../../core/engines/redis/engine";
import { defaultVersion, nodeImage } from "../../core/engines/versions";
import type { Tx } from "../../db/client";
import { insertProtectedUsers } from "../../db/database-users";
import { insertSentinels } from "../../db/sentinels";
import { makeSentinelPasswords, makeUsers } from "../addons/passwords";
import type { Ports } from "../context";
import { chooseImage } from "./images";

/** What Sentinels are made of, as it is written. */
export type NewSentinels = Parameters<typeof insertSentinels>[1];

/** What Sentinels are made of where there were never any. @throws DomainError `conflict` reason `image_missing`. */
export async function newSentinels(ports: Ports): Promise<NewSentinels> {
  const watching = { engine: REDIS.provider, version: defaultVersion(ports.catalog, REDIS) };
  const image = await chooseImage(ports, watching);
  return { image: nodeImage(REDIS.provider, { ...watching, image }), ...makeSentinelPasswords(ports.cipher) };
}

/** Writes what a database needs besides to be highly available; what there is of it stays. @throws as `newSentinels`. */
export async function newGroup(ports: Ports, databaseId: string): Promise<(tx: Tx) => Promise<void>> {
  const sentinels = await newSentinels(ports);
  const users = makeUsers(ports.cipher, GROUP_USERS);
  return async (tx) => {
    await insertSentinels(tx, sentinels);
    await insertProtectedUsers(tx, databaseId, users);
  };
}
