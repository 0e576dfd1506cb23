import { DomainError } from "../../core/errors";
import { MINUTE_MS } from "../../core/units";
import type { DatabaseRow } from "../../db/databases";
import type { NodeRow } from "../../db/nodes";
import type { WorkflowContext } from "../deps";
import { targetOfNode } from "./database";
import { withLentCore } from "./lent-core";

export const SAVE_MS = 10 * MINUTE_MS;

/** Writes the node's data to disk while its clients hardly notice. @throws DomainError `conflict` when it cannot. */
export const saveNode = (world: WorkflowContext, database: DatabaseRow, node: NodeRow): Promise<void> =>
  withLentCore(world, [{ database, node }], () =>
    world.redis.save(targetOfNode(world, database, node), SAVE_MS),
  );

/** A new node that appends every write to a file begins that file anew with its data: until it is whole a new start has none of it. */
export async function assertOnDisk(
  world: WorkflowContext,
  { database, to }: { database: DatabaseRow; to: NodeRow },
): Promise<null> {
  const { isRewritingAof } = await world.redis.info(targetOfNode(world, database, to));
  if (!isRewritingAof) return null;
  const message =
    "The new Redis did not write its append-only file in time. Check that the host has free disk space.";
  throw new DomainError("conflict", "aof_not_written", message);
}
