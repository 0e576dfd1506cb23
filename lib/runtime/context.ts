import { randomUUID } from "node:crypto";
import type { Actor, Context } from "../services/context";
import { type Platform, platform } from "./container";

/** What services need for a caller: the caller, and the parts of this process unless others are given. */
export function contextOf(
  actor: Actor,
  requestId: string = randomUUID(),
  parts: Platform = platform(),
  address: string | null = null,
): Context {
  const { instance, plans, catalog, engine, redis, redisData, users, groups, containers, cipher, signer } =
    parts;
  const {
    openStorage,
    archives,
    backupKey,
    areRecordsOwn,
    authority,
    messenger,
    imports,
    publicHost,
    replaceAfterMs,
    baseUrl,
  } = parts;
  return {
    requestId,
    actor,
    address,
    instance,
    plans,
    catalog,
    engine,
    redis,
    redisData,
    users,
    groups,
    containers,
    cipher,
    signer,
    openStorage,
    archives,
    backupKey,
    areRecordsOwn,
    authority,
    messenger,
    imports,
    publicHost,
    replaceAfterMs,
    baseUrl,
  };
}
