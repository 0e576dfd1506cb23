import { MINUTE_MS } from "../../core/units";
import type { Deps } from "../deps";
import { type Change, loadChange, openNode, recordTakenOver, reopen } from "./change";
import { removeNode, targetOfNode } from "./database";
import { each, onlyDomainErrors, takeOverOpen } from "./ending";
import { fenceNode } from "./gateway";
import { isHostAway } from "./host-away";
import { keepWatch } from "./sentinels";

const OPENED_MS = MINUTE_MS;

/** Opens a node that has data of its own, in the place of one that is fenced; `prepare` comes before, with both closed. */
export async function takeOver(
  deps: Deps<"open-node" | "record-hand-off">,
  operationId: string,
  prepare: (change: Change) => Promise<void> = async () => {},
): Promise<void> {
  await deps.step("open-node", async () => {
    const change = await loadChange(operationId);
    await prepare(change);
    await openNode(deps, change).catch((error: unknown) => orOpened(deps, change, error));
  });
  // It counts no writes of the one before it, whose replica it never was.
  await recordTakenOver(deps, operationId, null);
}

/**
 * It may have been opened all the same: the last word, which keeps it so on the disk, was refused, or the answer did not come. Clients are
 * on it then, and nothing of it is taken back. @throws the error otherwise; `takeOverOpen` while nobody can tell.
 */
async function orOpened(deps: Deps, { database, to }: Change, error: unknown): Promise<void> {
  onlyDomainErrors(error);
  if (await isHostAway(deps, to)) throw error;
  const ask = () => deps.replication.state(targetOfNode(deps, database, to));
  const { isGatewayOn } = await deps.waitUntil(ask, { timeoutMs: OPENED_MS }).catch((cause: unknown) => {
    onlyDomainErrors(cause);
    throw takeOverOpen(cause);
  });
  if (!isGatewayOn) throw error;
}

/**
 * Two open nodes must never be reached: the new one closes before the other one opens again. One that cannot be told so is taken away
 * first. Of data that is gone, or away with its host, there is nothing to open: the sweep does once it is back.
 */
export async function closeAgain(deps: Deps, change: Change): Promise<void> {
  const { database, from, to } = change;
  await fenceNode(deps, database, { node: to, hasNext: true }).catch(async (error: unknown) => {
    onlyDomainErrors(error);
    await removeNode(deps, database, to);
  });
  await each([
    () => keepWatch(deps, database),
    async () => {
      if (!from.dataGoneAt && !(await isHostAway(deps, from))) await reopen(deps, change);
    },
  ]);
}
