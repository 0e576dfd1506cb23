import { relayName } from "../../core/databases/names";
import { engineOf } from "../../core/engines/engines";
import { canReplicate, serverNamed } from "../../core/engines/replication";
import { DomainError, hasReason, isUnavailable, onlyUnavailable, passesOr } from "../../core/errors";
import type { SwitchWait } from "../../core/imports/switch";
import { DAY_MS, formatBytes, MINUTE_MS, SECOND_MS } from "../../core/units";
import { endStandBy, forgetSwitch, type ImportRow, standBy } from "../../db/imports";
import type { SourceState } from "../../ports/redis-import";
import type { Deps, StepSelf } from "../deps";
import { nameOf, planOf, targetOfNode } from "./database";
import { replicaLogin } from "./group";
import { compareWithSource, type Imported, loadWanted, sourceOf } from "./imported-node";
import { withLentCore } from "./lent-core";
import { applyRelay, removeRelay } from "./relay";
import { assertOnDisk } from "./save-node";
import { findRepeatedFailure, NEARLY_BYTES, syncLimitMs } from "./sync";

const REACH_MS = MINUTE_MS;
const REPORT_MS = 500;
const LOOK_MS = 2 * SECOND_MS;
/** A node that nobody switches to is given up. */
const STAY_MS = 30 * DAY_MS;
/** The last writes of a source that nobody writes to any more come at once. */
const LAST_WRITES_MS = 2 * MINUTE_MS;

/** Makes the node's way to the source, and makes sure that it leads there: what web has reached need not be reached from every host. */
export async function openRelay(deps: Deps, imported: Imported): Promise<void> {
  const { operationId, database, node } = imported;
  const row = await loadWanted(operationId);
  await applyRelay(deps, { operationId, database, node, source: sourceOf(deps, row) });
  const ask = async () => void (await askThrough(deps, imported, await loadWanted(operationId)));
  await deps.waitUntil(ask, { timeoutMs: REACH_MS }).catch((cause: unknown) => {
    if (!isUnavailable(cause)) throw cause;
    const message = `${row.source} cannot be reached from the host of the database. Let that host's address in there, or import by copying the keys.`;
    throw new DomainError("conflict", "source_unreachable_from_host", message, { cause });
  });
}

const relayOf = (deps: Deps, { database }: Imported): string => relayName(nameOf(deps, database));

const askThrough = (deps: Deps, imported: Imported, row: ImportRow): Promise<SourceState> =>
  deps.imports.stateThrough({ source: sourceOf(deps, row), relayName: relayOf(deps, imported) });

/** What is seen of both. `lagBytes` is null while the node is not in step: the source is away, or the copy begins anew. */
type Seen = { source: SourceState | null; lagBytes: number | null; receivedBytes: number };

/**
 * Looks at both, and lets the node follow again where it does not: one that started again has forgotten whom it followed, and a source may
 * have another address by now. @throws DomainError `conflict` for a source that the node cannot follow any more; `unavailable` of the node.
 */
async function look(deps: Deps, imported: Imported): Promise<Seen> {
  const { operationId, database, node } = imported;
  const row = await loadWanted(operationId);
  const source = await askThrough(deps, imported, row).catch(onlyUnavailable);
  const target = targetOfNode(deps, database, node);
  const name = relayOf(deps, imported);
  if (!source) {
    await followAddress(deps, imported, row);
    const { receivedBytes } = await deps.replication.state(target);
    return { source, lagBytes: null, receivedBytes };
  }
  assertFollowable(imported, source);
  if ((await deps.replication.state(target)).masterName !== name)
    await deps.imports.follow({ source: sourceOf(deps, row), relayName: name, target });
  const replica = await deps.replication.state(target);
  const isInStep = replica.isLinkUp && replica.replicationId === source.replicationId;
  const lagBytes = isInStep ? Math.max(0, source.offset - replica.offset) : null;
  return { source, lagBytes, receivedBytes: replica.receivedBytes };
}

/** A source that does not answer may have moved; where nobody knows its name now it is waited for. */
async function followAddress(deps: Deps, { operationId, database, node }: Imported, row: ImportRow) {
  const source = sourceOf(deps, row);
  const placing = await deps.imports.locate(source).catch(onlyUnavailable);
  if (!placing || placing.place.address === row.relayAddress) return;
  await applyRelay(deps, { operationId, database, node, source });
}

/** A replica empties itself before it finds out that it cannot read its master: one that is of another version by now ends the import. */
function assertFollowable({ node }: Imported, { server, role }: SourceState): void {
  const decision = canReplicate({ from: server, to: serverNamed(engineOf(node.engine), node.version) });
  if (!decision.allowed) throw new DomainError("conflict", decision.reason, decision.message);
  if (role !== "master")
    throw new DomainError(
      "conflict",
      "source_is_replica",
      "The source has become a replica of another Redis.",
    );
}

/** Fills the node by the source's first copy, and waits until it has all but the last bytes. */
export async function followSource(deps: Deps, imported: Imported, self: StepSelf): Promise<void> {
  const { database, node } = imported;
  await withLentCore(deps, [{ database, node }], () => firstCopy(deps, imported, self));
}

async function firstCopy(deps: Deps, imported: Imported, { detail }: StepSelf): Promise<void> {
  const { operationId, database, node } = imported;
  const { usedMemoryBytes: totalBytes } = await deps.waitUntil(
    async () => askThrough(deps, imported, await loadWanted(operationId)),
    { timeoutMs: REACH_MS },
  );
  const failures = new Set<string>();
  const timeoutMs = syncLimitMs(totalBytes);
  const failure = await deps.waitUntil(
    async () => {
      const seen = await look(deps, imported).catch(async (error: unknown) => {
        const ended = isUnavailable(error)
          ? await findRepeatedFailure(deps, { database, to: node }, failures)
          : null;
        if (ended) return ended;
        throw error;
      });
      if (seen instanceof DomainError) return seen;
      const { lagBytes, receivedBytes } = seen;
      const leftBytes = lagBytes ?? Math.max(NEARLY_BYTES + 1, totalBytes - receivedBytes);
      await detail({ leftBytes, totalBytes: Math.max(totalBytes, leftBytes) });
      if (leftBytes <= NEARLY_BYTES) return assertOnDisk(deps, { database, to: node });
      throw tooSlow(leftBytes);
    },
    { timeoutMs, passes: passesOr("replication_too_slow", "aof_not_written"), longestPauseMs: REPORT_MS },
  );
  if (failure) throw failure;
}

const tooSlow = (leftBytes: number) =>
  new DomainError(
    "conflict",
    "replication_too_slow",
    `The new Redis could not follow the source in time; ${formatBytes(leftBytes)} were left. The log of the source may say why: it ends replicas that are too slow for its writes (client-output-buffer-limit). Import by copying the keys instead.`,
  );

const IN_STEP = "in_step";
const stillInStep = () =>
  new DomainError(
    "conflict",
    IN_STEP,
    `Nobody asked for the switch within ${STAY_MS / DAY_MS} days. Nothing was changed; import again when the time has come.`,
  );

/**
 * Follows until somebody asks for the switch and both hold the same. What keeps it from that is told, and it stays in step: nothing of the
 * copy is lost by a source that was written to a moment too long. Meanwhile backups of the database are taken as ever.
 */
export async function stayInStep(deps: Deps, imported: Imported, self: StepSelf): Promise<void> {
  const { operationId } = imported;
  let problem: string | null = null;
  let problemAt: string | null = null;
  let inStepAt = Date.now();
  await deps.waitUntil(
    async () => {
      // A node that is just starting again is not in step.
      const seen = await look(deps, imported).catch(onlyUnavailable);
      const lagBytes = seen?.lagBytes ?? null;
      if (lagBytes !== null && lagBytes <= NEARLY_BYTES) inStepAt = Date.now();
      const lagSeconds = Math.round((Date.now() - inStepAt) / SECOND_MS);
      const { switchAskedAt } = await loadWanted(operationId);
      const { isDue, waitsFor } = await switchOf(operationId, { switchAskedAt, lagBytes });
      const keys = seen?.source?.keys ?? null;
      await self.detail({ lagBytes, lagSeconds, keys, problem, problemAt, waitsFor });
      if (!isDue) throw stillInStep();
      try {
        await compareFollowed(deps, imported, self);
      } catch (error) {
        if (!hasReason(error, "keys_differ", "data_too_large", "source_empty")) throw error;
        problem = error.message;
        problemAt = new Date().toISOString();
        await forgetSwitch(operationId);
        throw stillInStep();
      }
    },
    { timeoutMs: STAY_MS, passes: passesOr(IN_STEP), longestPauseMs: LOOK_MS },
  );
}

/** Until it is due backups may be taken. One that is under way is waited for, and from here on none begins. */
async function switchOf(
  operationId: string,
  { switchAskedAt, lagBytes }: { switchAskedAt: Date | null; lagBytes: number | null },
): Promise<{ isDue: boolean; waitsFor: SwitchWait | null }> {
  if (switchAskedAt !== null && lagBytes !== null && lagBytes <= NEARLY_BYTES) {
    const isDue = await endStandBy(operationId);
    return { isDue, waitsFor: isDue ? null : "backup" };
  }
  await standBy(operationId);
  return { isDue: false, waitsFor: switchAskedAt === null ? null : "source" };
}

/** Compares while the node follows. @throws DomainError `conflict` for what differs, has gone, or is too much for the plan. */
export async function compareFollowed(deps: Deps, imported: Imported, self: StepSelf): Promise<void> {
  const { operationId, database, node } = imported;
  const { keys: totalKeys } = await askThrough(deps, imported, await loadWanted(operationId));
  const { usedMemoryBytes } = await deps.redis.info(targetOfNode(deps, database, node));
  const { id, maxMemoryBytes } = planOf(deps, node);
  if (usedMemoryBytes > maxMemoryBytes)
    throw new DomainError(
      "conflict",
      "data_too_large",
      `The source has grown: its data takes ${formatBytes(usedMemoryBytes)}, the plan ${id} holds ${formatBytes(maxMemoryBytes)}.`,
    );
  if (totalKeys === 0)
    throw new DomainError("conflict", "source_empty", "The source holds no keys any more.");
  await compareWithSource(deps, imported, self, { totalKeys, isFollowing: true });
}

/** Ends the following with the last write of the source, and takes the way there away. Safe to repeat. */
export async function leaveSource(deps: Deps, imported: Imported): Promise<void> {
  const { operationId, database, node } = imported;
  const target = targetOfNode(deps, database, node);
  await deps.waitUntil(
    async () => {
      const { masterName } = await deps.replication.state(target);
      // It left before the worker could note it.
      if (masterName === null) return;
      const { lagBytes } = await look(deps, imported);
      if (lagBytes !== 0) throw tooSlow(lagBytes ?? 0);
    },
    { timeoutMs: LAST_WRITES_MS, passes: passesOr("replication_too_slow"), longestPauseMs: REPORT_MS },
  );
  await deps.imports.leave(target, replicaLogin(deps, database, node));
  const { relayRevision } = await loadWanted(operationId);
  await removeRelay(deps, database, relayRevision);
}
