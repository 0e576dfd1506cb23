import type { KeyCounts } from "../../core/backups/backup";
import { findKeyDifference } from "../../core/backups/key-difference";
import { DomainError, passesOr } from "../../core/errors";
import { HOUR_MS, MIB, MINUTE_MS, SECOND_MS } from "../../core/units";
import { type BackupRow, loadBackup } from "../../db/backups";
import type { DatabaseRow } from "../../db/databases";
import type { NodeRow } from "../../db/nodes";
import { loadOperation } from "../../db/operations";
import type { Deps, StepSelf } from "../deps";
import { targetOfNode } from "./database";
import { fillVolume } from "./fill-volume";
import { assertOnDisk } from "./save-node";
import { waitForNode } from "./waiting";

/** Longer than the slowest backup of the largest plan. */
const BACKUP_MS = 6 * HOUR_MS;
/** A dump that loads slower than this is given up. */
const SLOWEST_BYTES_PER_SECOND = 4 * MIB;
const AOF_MS = 5 * MINUTE_MS;
const EXPIRY_MS = MINUTE_MS;

/** A node that begins with the data of the backup that its operation restores. */
type Restored = { operationId: string; database: DatabaseRow; node: NodeRow };

async function loadSource(operationId: string): Promise<BackupRow> {
  const { backupId } = await loadOperation(operationId);
  if (backupId === null) throw new Error(`operation ${operationId} restores no backup`);
  return loadBackup(backupId);
}

/** Resolves once the backup is done. @throws DomainError `conflict` when it failed. */
export const waitForBackup = (deps: Deps, operationId: string): Promise<void> =>
  deps.waitUntil(
    async () => {
      const { status, error } = await loadSource(operationId);
      if (status === "done") return;
      if (status === "error")
        throw new DomainError("conflict", "backup_failed", `The backup of the original failed: ${error}`);
      throw new DomainError("unavailable", "backup_unfinished", "The backup is still being taken.");
    },
    { timeoutMs: BACKUP_MS },
  );

/** Puts the dump of the backup into the node's volume, which no node has started with yet. */
export async function fillFromBackup(deps: Deps, restored: Restored, self: StepSelf): Promise<void> {
  const { operationId, database, node } = restored;
  await fillVolume(deps, { database, node, backup: await loadSource(operationId) }, self);
}

/** Waits as long as the size of the dump allows: a server answers nobody while it loads. */
export async function waitForLoaded(deps: Deps, { operationId, database, node }: Restored): Promise<void> {
  const { dumpBytes } = await loadSource(operationId);
  const loadMs = ((dumpBytes ?? 0) / SLOWEST_BYTES_PER_SECOND) * SECOND_MS;
  await waitForNode(deps, database, node, loadMs);
}

/** Every key of the backup is there, those whose time ran out since aside, and on disk as they will be found by the next start. */
export async function checkRestored(deps: Deps, restored: Restored): Promise<void> {
  const { operationId, database, node } = restored;
  const { keysByDatabase } = await loadSource(operationId);
  // A server that reads an append-only file takes in what has run out, too, and drops it within seconds.
  await deps.waitUntil(() => assertKeys(deps, restored, keysByDatabase ?? {}), {
    timeoutMs: EXPIRY_MS,
    passes: passesOr("keys_differ"),
  });
  await deps.waitUntil(() => assertOnDisk(deps, { database, to: node }), {
    timeoutMs: AOF_MS,
    passes: passesOr("aof_not_written"),
  });
}

async function assertKeys(deps: Deps, { database, node }: Restored, wanted: KeyCounts): Promise<void> {
  const info = await deps.redis.info(targetOfNode(deps, database, node));
  // The hash of the dump was right, and a server loads all of it or ends: one that cannot count what it left out is believed.
  const expiredMax = info.expiredKeys ?? Infinity;
  const difference = findKeyDifference({ wanted, present: info.keysByDatabase, expiredMax });
  if (difference)
    throw new DomainError(
      "conflict",
      "keys_differ",
      `The new Redis has not what the backup has: ${difference}.`,
    );
}
