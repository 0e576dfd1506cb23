import { nodeName } from "../../core/databases/names";
import { DomainError, isUnavailable, passesOr } from "../../core/errors";
import { findKnown } from "../../core/plans/catalog";
import { FILL_MAX } from "../../core/plans/change";
import { formatBytes, MIB, MINUTE_MS, SECOND_MS } from "../../core/units";
import type { ReplicationState } from "../../ports/redis-replication";
import type { Deps, StepSelf, WorkflowContext } from "../deps";
import type { Change } from "./change";
import { nameOf, planOf, targetOfNode } from "./database";
import { waitForMembers } from "./group";
import { isHostAway } from "./host-away";
import { lendCore, returnCore, withLentCore } from "./lent-core";
import { assertOnDisk } from "./save-node";

/** A copy slower than this is given up. */
const SLOWEST_BYTES_PER_SECOND = 4 * MIB;
const SYNC_LEAST_MS = 5 * MINUTE_MS;
/** So few bytes behind, the last ones come within a pause that nobody feels. */
export const NEARLY_BYTES = MIB;
const REPORT_MS = 500;
const EVICTION_MS = 2 * MINUTE_MS;
const BUFFER_LEAST_BYTES = 16 * MIB;
/** The container has a quarter of the plan to spare; a replica may fill half of that. */
const BUFFER_SHARE = 8;

/** Lets the new node follow the old one, with a core more for each until it has; a cache that is too large for its new plan drops its least used keys first. */
export async function startReplication(deps: Deps, change: Change): Promise<void> {
  const { database, from, to } = change;
  const [master, replica] = [targetOfNode(deps, database, from), targetOfNode(deps, database, to)];
  const { maxMemoryBytes, usedMemoryBytes, isEvicting } = await deps.redis.info(master);
  const roomBytes = Math.floor(planOf(deps, to).maxMemoryBytes * FILL_MAX);
  if (isEvicting && usedMemoryBytes > roomBytes) await evict(deps, change, roomBytes);
  const bufferBytes = Math.max(BUFFER_LEAST_BYTES, Math.floor(maxMemoryBytes / BUFFER_SHARE));
  for (const node of [from, to]) await lendCore(deps, { database, node });
  await deps.replication.follow({ replica, master, bufferBytes });
}

/** The old node, which forks and sends, and the new one, which loads, have their own limits again. */
export async function returnCores(deps: Deps, { database, from, to }: Change): Promise<void> {
  for (const node of [from, to]) await returnCore(deps, { database, node });
}

async function evict(deps: Deps, { database, from }: Change, roomBytes: number): Promise<void> {
  const target = targetOfNode(deps, database, from);
  await deps.replication.setMaxMemory(target, roomBytes);
  await deps.waitUntil(
    async () => {
      const { usedMemoryBytes } = await deps.redis.info(target);
      if (usedMemoryBytes <= roomBytes) return;
      const left = formatBytes(usedMemoryBytes - roomBytes);
      throw new DomainError(
        "conflict",
        "data_too_large",
        `The cache still holds ${left} too much for the plan.`,
      );
    },
    { timeoutMs: EVICTION_MS, passes: passesOr("data_too_large") },
  );
}

/** Gives the old node its whole size back. */
export async function restoreSize(
  deps: WorkflowContext,
  { database, from }: Pick<Change, "database" | "from">,
): Promise<void> {
  const wantedBytes = findKnown(deps.plans, from.planId)?.maxMemoryBytes;
  const target = targetOfNode(deps, database, from);
  const { maxMemoryBytes } = await deps.redis.info(target);
  if (wantedBytes && wantedBytes !== maxMemoryBytes) await deps.replication.setMaxMemory(target, wantedBytes);
}

/** Waits until the new node has all but the last bytes, and tells how many are left. @throws DomainError when that takes too long. */
export async function waitForSync(deps: Deps, change: Change, self: StepSelf): Promise<void> {
  const { database, from, to } = change;
  const borrowers = [from, to].map((node) => ({ database, node }));
  await withLentCore(deps, borrowers, () => watchSync(deps, change, self));
}

/** So long a copy of that size may take. */
export const syncLimitMs = (totalBytes: number): number =>
  SYNC_LEAST_MS + (totalBytes / SLOWEST_BYTES_PER_SECOND) * SECOND_MS;

async function watchSync(deps: Deps, change: Change, self: StepSelf): Promise<void> {
  const { database, from } = change;
  const { usedMemoryBytes: totalBytes } = await deps.redis.info(targetOfNode(deps, database, from));
  const limitMs = syncLimitMs(totalBytes);
  const report = reporter(self, totalBytes);
  const failures = new Set<string>();
  const failure = await deps.waitUntil(
    async () => {
      const leftBytes = await measure(deps, change, totalBytes).catch(async (error: unknown) => {
        if (!isUnavailable(error)) throw error;
        const ended = await findRepeatedFailure(deps, change, failures);
        if (ended) return ended;
        throw error;
      });
      if (typeof leftBytes !== "number") return leftBytes;
      await report(leftBytes);
      if (leftBytes <= NEARLY_BYTES) return assertOnDisk(deps, change);
      throw new DomainError(
        "conflict",
        "replication_too_slow",
        `The new Redis could not follow within ${Math.round(limitMs / MINUTE_MS)} minutes; ${formatBytes(leftBytes)} were left. Try again when fewer writes come in.`,
      );
    },
    {
      timeoutMs: limitMs,
      passes: passesOr("replication_too_slow", "aof_not_written"),
      longestPauseMs: REPORT_MS,
    },
  );
  if (failure) throw failure;
  await waitForMembers(deps, change, limitMs);
}

async function measure(deps: Deps, change: Change, totalBytes: number): Promise<number> {
  const { database, from, to } = change;
  const master = await deps.replication.state(targetOfNode(deps, database, from));
  const replica = await deps.replication.state(targetOfNode(deps, database, to));
  // One that started again meanwhile has forgotten whom it follows.
  if (replica.masterName !== nodeName(nameOf(deps, database), from.number))
    await startReplication(deps, change);
  return bytesLeft(master, replica, totalBytes);
}

function bytesLeft(master: ReplicationState, replica: ReplicationState, totalBytes: number): number {
  if (replica.isLinkUp) return Math.max(0, master.offset - replica.offset);
  // How long the copy will be is not known before its end: the data in memory is about its size.
  return Math.max(NEARLY_BYTES + 1, totalBytes - replica.receivedBytes);
}

/** Why a new node will not be in step, however long one waits: its host is gone, or its container ended twice and will end again. */
export async function findRepeatedFailure(
  deps: Deps,
  { database, to }: Pick<Change, "database" | "to">,
  failures: Set<string>,
): Promise<DomainError | null> {
  if (await isHostAway(deps, to))
    return new DomainError(
      "conflict",
      "host_gone",
      "The host of the new Redis is gone, so nothing more can be copied there. The old one serves on: try again.",
    );
  const tasks = await deps.engine.listTasks(nodeName(nameOf(deps, database), to.number));
  const failed = tasks.filter(({ state }) => state === "failed");
  for (const { id } of failed) failures.add(id);
  if (failures.size < 2) return null;
  return new DomainError(
    "conflict",
    "successor_ended",
    `The new Redis ended again and again while it took over the data: ${failed[0]?.error ?? "no reason was given"}. Its memory limit may be too small for the data.`,
  );
}

function reporter({ detail }: StepSelf, totalBytes: number) {
  let lastAt = 0;
  return async (leftBytes: number) => {
    if (leftBytes > NEARLY_BYTES && Date.now() - lastAt < REPORT_MS) return;
    lastAt = Date.now();
    await detail({ leftBytes, totalBytes });
  };
}
