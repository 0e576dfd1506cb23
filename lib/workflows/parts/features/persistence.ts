import { DomainError, passesOr } from "../../../core/errors";
import { configOf } from "../../../core/features/node-config";
import { MIB, MINUTE_MS, SECOND_MS } from "../../../core/units";
import type { DatabaseRow } from "../../../db/databases";
import type { NodeRow } from "../../../db/nodes";
import type { RedisTarget } from "../../../ports/redis-admin";
import type { Deps, WorkflowContext } from "../../deps";
import { nodesOf, targetOfNode } from "../database";
import { withLentCore } from "../lent-core";
import { SAVE_MS, saveNode } from "../save-node";
import { assertConfig, keepConfig, onEachNode, servingTarget } from "./node-config";
import type { FeaturePart } from "./part";

const REWRITE_LEAST_MS = 5 * MINUTE_MS;
/** A rewrite slower than this is given up. */
const SLOWEST_BYTES_PER_SECOND = 4 * MIB;

/** Snapshots: that one can be made is seen by making one. */
export const RDB: FeaturePart = {
  apply: (deps, { database, to }) => keepConfig(deps, database, configOf("redis-rdb", to)),
  check: async (deps, { database, to }) => {
    await assertConfig(deps, database, configOf("redis-rdb", to));
    if (to.isOn) await deps.redis.save(servingTarget(deps, database), SAVE_MS);
  },
};

export const AOF: FeaturePart = {
  apply: (deps, { database, to }) =>
    onEachNode(database, (node) => (to.isOn ? startAof : stopAof)(deps, database, node)),
  check: async (deps, { database, to }) => {
    await assertConfig(deps, database, configOf("redis-aof", to));
    for (const node of nodesOf(database)) {
      const { isAofOn, isAofOk, isRewritingAof } = await deps.redis.info(targetOfNode(deps, database, node));
      if (!(to.isOn ? isAofOn && isAofOk && !isRewritingAof : !isAofOn)) throw notWritten();
    }
  },
};

/**
 * With the file switched on a start reads nothing else. So the node is told to start with it only once all of its data is in the file: a
 * start at any moment before that reads the last save, which was made just now.
 */
export async function startAof(deps: Deps, database: DatabaseRow, node: NodeRow): Promise<void> {
  const target = targetOfNode(deps, database, node);
  await saveNode(deps, database, node);
  await withLentCore(deps, [{ database, node }], async () => {
    await deps.redis.setConfig(target, { appendonly: "yes" }, { isKept: false });
    await waitForRewrite(deps, target);
  });
  await deps.redis.setConfig(target, { appendonly: "yes" }, { isKept: true });
}

/** A start reads the last save from then on: one from just before, and soon one from just after. */
export async function stopAof(world: WorkflowContext, database: DatabaseRow, node: NodeRow): Promise<void> {
  await saveNode(world, database, node);
  await world.redis.setConfig(targetOfNode(world, database, node), { appendonly: "no" }, { isKept: true });
  await saveNode(world, database, node);
}

async function waitForRewrite(deps: Deps, target: RedisTarget): Promise<void> {
  const { usedMemoryBytes } = await deps.redis.info(target);
  await deps.waitUntil(
    async () => {
      const { isAofOn, isAofOk, isRewritingAof } = await deps.redis.info(target);
      if (isAofOn && isAofOk && !isRewritingAof) return;
      throw notWritten();
    },
    {
      timeoutMs: REWRITE_LEAST_MS + (usedMemoryBytes / SLOWEST_BYTES_PER_SECOND) * SECOND_MS,
      passes: passesOr("aof_not_written"),
    },
  );
}

const notWritten = () =>
  new DomainError(
    "conflict",
    "aof_not_written",
    "Redis could not write its append-only file. Check that the host has free disk space and memory.",
  );
