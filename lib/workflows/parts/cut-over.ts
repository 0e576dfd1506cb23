import { nodeName } from "../../core/databases/names";
import { DomainError, isUnavailable } from "../../core/errors";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../core/units";
import { setStepDetail } from "../../db/operation-steps";
import type { Deps } from "../deps";
import type { Change, History } from "./change";
import { nameOf, targetOfNode } from "./database";
import { onlyDomainErrors } from "./ending";
import { withDoor } from "./gateway";

/** Writes are held no longer than this for the last bytes. */
const CATCH_UP_MS = 2 * SECOND_MS;
/** The old node may be away so long before the change is given up; the new one has not taken over then. */
const PREDECESSOR_MS = MINUTE_MS;
/**
 * While the new node does not answer nobody knows whether it took over, so neither way is safe but to wait for it.
 */
const UNKNOWN_MS = 24 * HOUR_MS;
const ATTEMPTS_MAX = 3;

type Outcome = { isDone: true; history: History | null } | { isDone: false; error: DomainError };

/** Hands over, or makes sure that nothing was handed over. @throws DomainError only in the second case: the old node is to serve. */
export async function cutOver(deps: Deps, change: Change, operationId: string): Promise<History | null> {
  const startedAt = Date.now();
  let refusals = 0;
  const outcome = await deps.waitUntil(async (): Promise<Outcome> => {
    const earlier = await findEarlierOutcome(deps, change);
    if (earlier) return earlier;
    try {
      return await attempt(deps, change, operationId);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refusals += isUnavailable(error) ? 0 : 1;
      const isPatienceOver = refusals >= ATTEMPTS_MAX || Date.now() - startedAt > PREDECESSOR_MS;
      // Unless it took over in the very moment that it went away: that is seen before the next attempt.
      if (isPatienceOver && !(await findEarlierOutcome(deps, change))) return { isDone: false, error };
      throw error;
    }
  }, UNKNOWN_MS);
  if (outcome.isDone) return outcome.history;
  throw await nameCause(deps, change, outcome.error);
}

/** Null while the new node is a replica of the old one. @throws DomainError `unavailable` while it does not answer. */
async function findEarlierOutcome(deps: Deps, { database, from, to }: Change): Promise<Outcome | null> {
  const successor = await deps.replication.state(targetOfNode(deps, database, to));
  if (successor.masterName === nodeName(nameOf(deps, database), from.number)) return null;
  if (successor.role === "slave" || !successor.isGatewayOn) {
    const message = "The new Redis started again at the moment of the hand-over. Try again.";
    return { isDone: false, error: new DomainError("conflict", "successor_ended", message) };
  }
  const { replicationId } = successor;
  // A fenced node writes no more: its end is where the new one took over.
  const offset = await deps.replication.state(targetOfNode(deps, database, from)).then(
    (state) => state.offset,
    () => null,
  );
  return { isDone: true, history: offset === null ? null : { replicationId, offset } };
}

async function attempt(deps: Deps, { database, from, to }: Change, operationId: string): Promise<Outcome> {
  // The door stands open before anything is held up.
  const cut = await withDoor(deps, database, async (gateway) => {
    await gateway?.waitForNext().catch(onlyDomainErrors);
    return deps.replication.cutOver({
      from: targetOfNode(deps, database, from),
      to: targetOfNode(deps, database, to),
      waitMs: CATCH_UP_MS,
      gateway,
    });
  });
  const { pauseMs, replicationId, offset } = cut;
  await setStepDetail({ operationId, name: "cut-over" }, { pauseMs });
  return { isDone: true, history: { replicationId, offset } };
}

async function nameCause(deps: Deps, { database, from }: Change, error: DomainError): Promise<DomainError> {
  if (!isUnavailable(error)) return error;
  const answers = await deps.redis.ping(targetOfNode(deps, database, from)).then(
    () => true,
    () => false,
  );
  if (answers) return error;
  const name = nodeName(nameOf(deps, database), from.number);
  return new DomainError(
    "conflict",
    "predecessor_unreachable",
    `The old Redis (${name}) does not answer. It serves again once it does; the copy made until now is kept for a day.`,
    { cause: error },
  );
}
