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
