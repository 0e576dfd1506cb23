import { DomainError, hasReason, isUnavailable } from "../../core/errors";
import type { ImportProgress } from "../../core/imports/progress";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "../../core/units";
import type { DatabaseRow } from "../../db/databases";
import {
  findImport,
  type ImportRow,
  setImportedKeys,
  setImportProgress,
  settleImport,
} from "../../db/imports";
import type { NodeRow } from "../../db/nodes";
import type { ImportSource } from "../../ports/redis-import";
import type { Deps, StepSelf } from "../deps";
import { APP_DELETED, deletedMeanwhile } from "./change";
import { targetOfNode } from "./database";
import { isMember } from "./group";
import { withLentCore } from "./lent-core";

/** A copy of the largest plan over a slow line takes hours. */
const IMPORT_MS = 7 * DAY_MS;
/** A source, or a node, that is away this long is given up. */
const AWAY_MS = 5 * MINUTE_MS;
const REPORT_MS = 500;
/** Who cancels waits so long at most for a source that hangs. */
const WANTED_MS = 2 * SECOND_MS;

/** A node that the keys of a source are copied into by an operation. */
export type Imported = { operationId: string; database: DatabaseRow; node: NodeRow };

export async function loadImport(operationId: string): Promise<ImportRow> {
  const row = await findImport(operationId);
  if (!row) throw new Error(`operation ${operationId} imports nothing`);
  return row;
}

const CANCELLED = "import_cancelled";
const cancelled = () =>
  new DomainError("conflict", CANCELLED, "The import was cancelled. Nothing was changed.");

/** @throws DomainError `conflict` once somebody has cancelled the import, or the app or the addon is being removed. */
export async function loadWanted(operationId: string): Promise<ImportRow> {
  const row = await loadImport(operationId);
  if (row.cancelAskedAt) throw cancelled();
  if (!row.isDatabaseKept) throw deletedMeanwhile();
  return row;
}

/** @throws DomainError `conflict` as `loadWanted`. */
export const assertWanted = async (operationId: string): Promise<void> =>
  void (await loadWanted(operationId));

/** From here on nobody can cancel it. @throws DomainError `conflict` when somebody did before. */
export async function settle(operationId: string): Promise<void> {
  if (!(await settleImport(operationId))) throw cancelled();
}

export function sourceOf({ cipher }: Deps, { urlEncrypted, isCertificateChecked }: ImportRow): ImportSource {
  if (urlEncrypted === null) throw new Error("an import that has ended has no source any more");
  return { url: cipher.decrypt(urlEncrypted), isCertificateChecked };
}

/** Copies every key, from where it was when the process before ended. What is away is waited for. */
export async function copyFromSource(deps: Deps, imported: Imported, self: StepSelf): Promise<void> {
  const { operationId, database, node } = imported;
  const tell = teller(operationId, (progress: ImportProgress) => detailOf(self, progress));
  await untilBack(deps, operationId, async (moved, signal) => {
    const row = await loadWanted(operationId);
    // The others of a new group are busy copying what comes, and are waited for before it takes over.
    if (isMember(node)) await deps.replication.waiveReplica(targetOfNode(deps, database, node));
    const end = await withLentCore(deps, [{ database, node }], () =>
      deps.imports.copy({
        source: sourceOf(deps, row),
        target: targetOfNode(deps, database, node),
        way: row.way,
        from: row.progress,
        keysPerSecondMax: row.keysPerSecondMax,
        signal,
        report: async (progress) => {
          moved();
          await tell(progress, () => setImportProgress(operationId, progress));
        },
      }),
    );
    await setImportProgress(operationId, end);
    await detailOf(self, end);
  });
}

/** Looks for every key of the source in the node, which may still follow it. */
export async function compareWithSource(
  deps: Deps,
  imported: Imported,
  self: StepSelf,
  { totalKeys: followedKeys, isFollowing }: { totalKeys?: number; isFollowing: boolean },
): Promise<void> {
  const { operationId, database, node } = imported;
  await untilBack(deps, operationId, async (moved, signal) => {
    const row = await loadWanted(operationId);
    const totalKeys = followedKeys ?? row.progress?.totalKeys ?? 0;
    const tell = teller(operationId, (keys: number) => detailOf(self, { keys, totalKeys }));
    const { keys } = await deps.imports.compare({
      source: sourceOf(deps, row),
      target: targetOfNode(deps, database, node),
      isFollowing,
      signal,
      report: async (compared) => {
        moved();
        await tell(compared);
      },
    });
    await setImportedKeys(operationId, keys);
  });
}

const detailOf = (self: StepSelf, { keys, totalKeys }: Pick<ImportProgress, "keys" | "totalKeys">) =>
  self.detail({ leftKeys: Math.max(0, totalKeys - keys), totalKeys: Math.max(totalKeys, keys) });

/** Tells how far it is, and looks whether it is still wanted, twice a second at most. */
function teller<T>(operationId: string, tell: (how: T) => Promise<void>) {
  let toldAt = 0;
  return async (how: T, note: () => Promise<void> = async () => {}) => {
    if (Date.now() - toldAt < REPORT_MS) return;
    toldAt = Date.now();
    await note();
    await tell(how);
    await assertWanted(operationId);
  };
}

/** Tries again while something is away, but not for long: `moved` says that it was there. Once it is cancelled the signal says so. */
function untilBack(
  deps: Deps,
  operationId: string,
  work: (moved: () => void, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  let movedAt = Date.now();
  const moved = () => {
    movedAt = Date.now();
  };
  return deps.waitUntil(() => whileWanted(operationId, (signal) => work(moved, signal)), {
    timeoutMs: IMPORT_MS,
    passes: (error) => isUnavailable(error) && Date.now() - movedAt < AWAY_MS,
  });
}

/** Looks aside while the work goes on: it may wait for a source that hangs. */
async function whileWanted<T>(operationId: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ending = new AbortController();
  const look = () =>
    assertWanted(operationId).catch((error: unknown) => {
      if (hasReason(error, CANCELLED, APP_DELETED)) ending.abort();
    });
  const looking = setInterval(() => void look(), WANTED_MS);
  try {
    return await work(ending.signal);
  } finally {
    clearInterval(looking);
  }
}
