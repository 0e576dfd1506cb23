import { randomInt, randomUUID } from "node:crypto";
import { GROUP_NODES } from "../../core/availability/group";
import { databaseMemoryBytes } from "../../core/databases/memory";
import { hasReason } from "../../core/errors";
import type { Plan } from "../../core/plans/catalog";
import { insertAddon, type NewAddon } from "../../db/addons";
import type { AppRow } from "../../db/apps";
import type { Tx } from "../../db/client";
import { insertSentinels } from "../../db/sentinels";
import type { Ports } from "../context";
import type { NewSentinels } from "../databases/new-group";
import { makeProtectedUsers } from "./passwords";

/** A number may be taken, also by an addon that is gone: its volume may outlive it. */
const NUMBER_TRIES_MAX = 20;

type Wanted = {
  app: AppRow;
  provider: string;
  plan: Plan;
  version: string;
  image: string | null;
  requestKey: string;
};

/** An addon with a number, passwords and ids of its own, to be written. */
export function newAddon({ cipher }: Pick<Ports, "cipher">, wanted: Wanted): NewAddon {
  const { app, provider, plan, version, image, requestKey } = wanted;
  return {
    id: `ad-${randomUUID()}`,
    appId: app.id,
    provider,
    planId: plan.id,
    resourceId: `${app.name}-${randomInt(1_000, 10_000)}`,
    requestKey,
    databaseId: randomUUID(),
    version,
    image,
    reservedBytes: databaseMemoryBytes(plan),
    nodes: plan.isHighlyAvailable ? GROUP_NODES : 1,
    users: makeProtectedUsers(cipher, plan),
  };
}

/** Writes it, with what Sentinels are made of where it is the first that needs them. @throws DomainError `conflict` reason `taken`. */
export async function insertNew(
  tx: Tx,
  { addon, sentinels }: { addon: NewAddon; sentinels: NewSentinels | null },
): Promise<void> {
  if (sentinels) await insertSentinels(tx, sentinels);
  await insertAddon(tx, addon);
}

/** Runs `insert` again while what it would write is taken, which only its number can be unless it looks before. */
export async function whileTaken<T>(insert: (tries: number) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1)
    try {
      return await insert(tries);
    } catch (error) {
      if (!hasReason(error, "taken") || tries === NUMBER_TRIES_MAX) throw error;
    }
}
