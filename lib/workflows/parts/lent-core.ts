import { nodeName } from "../../core/databases/names";
import { HOUR_MS } from "../../core/units";
import type { DatabaseRow } from "../../db/databases";
import { endLoan, recordLoan } from "../../db/node-loans";
import type { NodeRow } from "../../db/nodes";
import type { WorkflowContext } from "../deps";
import { nameOf } from "./database";
import { onlyDomainErrors } from "./ending";

const LENT_CPUS = 1;
/** Longer than the slowest copy or save that is waited for. */
const LENT_MS = 2 * HOUR_MS;

/** A node that copies or saves: its child process takes the processor away from the clients of the same container. */
type Borrower = { database: DatabaseRow; node: NodeRow };

/** Lends the node a core, until `returnCore`. Where that cannot be done now the work goes on with what there is. */
export async function lendCore(world: WorkflowContext, { database, node }: Borrower): Promise<void> {
  if (!node.hostId) return;
  const serviceName = nodeName(nameOf(world, database), node.number);
  await recordLoan(node.id, new Date(Date.now() + LENT_MS));
  await world.engine
    .lendCpus({ hostId: node.hostId, serviceName, extraCpus: LENT_CPUS })
    .catch(onlyDomainErrors);
}

/** The node has its own limit again. A loan that cannot be ended now is ended by the sweep. */
export async function returnCore(world: WorkflowContext, { database, node }: Borrower): Promise<void> {
  if (!node.hostId) return;
  const serviceName = nodeName(nameOf(world, database), node.number);
  try {
    await world.engine.lendCpus({ hostId: node.hostId, serviceName, extraCpus: 0 });
    await endLoan(node.id);
  } catch (error) {
    onlyDomainErrors(error);
  }
}

/** Does the work with a core more for each of the nodes, and takes it back however the work ends. */
export async function withLentCore<T>(
  world: WorkflowContext,
  borrowers: readonly Borrower[],
  work: () => Promise<T>,
): Promise<T> {
  for (const borrower of borrowers) await lendCore(world, borrower);
  try {
    return await work();
  } finally {
    for (const borrower of borrowers) await returnCore(world, borrower);
  }
}
