import { nodeName } from "../../core/databases/names";
import { DomainError, isRefusal, isUnavailable } from "../../core/errors";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../core/units";
import type { Deps, StepSelf } from "../deps";
import type { Change, History } from "./change";
import { nameOf, targetOfNode } from "./database";
import { onlyDomainErrors, takeOverOpen } from "./ending";
import { withDoor } from "./gateway";
import { isMember, settleNode } from "./group";
import { leaveWatch, stayUnwatched } from "./sentinels";

/** Writes are held no longer than this for the last bytes. */
const CATCH_UP_MS = 2 * SECOND_MS;
/** The old node may be away so long before the change is given up; the new one has not taken over then. */
const PREDECESSOR_MS = MINUTE_MS;
/**
 * While the new node does not answer nobody knows whether it took over, so neither way is safe but to wait for it.
 */
const UNKNOWN_MS = 24 * HOUR_MS;
const ATTEMPTS_MAX = 3;
/** Clients wait while nobody serves: the next look must come soon. */
const LONGEST_PAUSE_MS = 250;

type Outcome = { isDone: true; history: History | null } | { isDone: false; error: unknown };

/** Hands over, or makes sure that nothing was handed over. @throws only in the second case: the old node is to serve. */
export async function cutOver(deps: Deps, change: Change, self: StepSelf): Promise<History | null> {
  const startedAt = Date.now();
  let refusals = 0;
  const tryOnce = async (): Promise<Outcome> => {
    const earlier = await findEarlierOutcome(deps, change).catch((error) => orStillOpen(deps, change, error));
    if (earlier) return earlier;
    try {
      return await attempt(deps, change, self);
    } catch (error) {
      refusals += isUnavailable(error) ? 0 : 1;
      const isPatienceOver =
        !isRefusal(error) || refusals >= ATTEMPTS_MAX || Date.now() - startedAt > PREDECESSOR_MS;
      // Unless it took over in the very moment that it went away: that is seen before the next attempt.
      if (isPatienceOver && !(await findEarlierOutcome(deps, change))) return { isDone: false, error };
      throw error;
    }
  };
  // Every failure is waited out: those that may end it are outcomes, and what is left leaves open who serves.
  const passes = () => true;
  const wait = { timeoutMs: UNKNOWN_MS, longestPauseMs: LONGEST_PAUSE_MS, passes };
  const outcome = await deps.waitUntil(tryOnce, wait).catch((error: unknown) => {
    const isOver = error instanceof DomainError && Date.now() - startedAt >= UNKNOWN_MS;
    throw isOver ? takeOverOpen(error) : error;
  });
  if (outcome.isDone) return outcome.history;
  throw await nameCause(deps, change, outcome.error);
}

/** The new node answers, but not with what it is: as long as the old one lets the gateway in nothing was handed over. @throws the error otherwise. */
async function orStillOpen(deps: Deps, { database, from }: Change, error: unknown): Promise<Outcome> {
  if (isUnavailable(error)) throw error;
  const { role, isGatewayOn } = await deps.replication.state(targetOfNode(deps, database, from));
  if (role === "master" && isGatewayOn) return { isDone: false, error };
  throw error;
}

/**
 * Null while the new node is a replica of the old one. Its gateway user tells whether it took over: on, and kept in its files as soon as
 * clients are back. One that started again before that has lost what it took meanwhile: the old one, which has all before it, serves.
 * @throws DomainError `unavailable` while it does not answer.
 */
async function findEarlierOutcome(deps: Deps, { database, from, to }: Change): Promise<Outcome | null> {
  const successor = await deps.replication.state(targetOfNode(deps, database, to));
  if (successor.masterName === nodeName(nameOf(deps, database), from.number)) return null;
  if (!successor.isGatewayOn) {
    const message = "The new Redis started again at the moment of the hand-over. Try again.";
    return { isDone: false, error: new DomainError("conflict", "successor_ended", message) };
  }
  // Refused, as on a full disk, it is settled by the sweep: it serves, and nothing else may be recorded.
  await settleNode(deps, database, to).catch(onlyRefused);
  const { replicationId } = successor;
  // A fenced node writes no more: its end is where the new one took over.
  // It stands, whatever keeps the old node from telling: then nobody knows what an undo would lose.
  const offset = await deps.replication.state(targetOfNode(deps, database, from)).then(
    (state) => state.offset,
    () => null,
  );
  return { isDone: true, history: offset === null ? null : { replicationId, offset } };
}

function onlyRefused(error: unknown): void {
  onlyDomainErrors(error);
  if (isUnavailable(error)) throw error;
}

async function attempt(deps: Deps, { database, from, to }: Change, self: StepSelf): Promise<Outcome> {
  if (isMember(from)) await leaveWatch(deps, { database, from });
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
  await self.detail({ pauseMs });
  if (isMember(from)) await stayUnwatched(deps, { database, from });
  // Only now: it writes to the disk of a node that clients are just coming back to.
  await settleNode(deps, database, to);
  return { isDone: true, history: { replicationId, offset } };
}

async function nameCause(deps: Deps, { database, from }: Change, error: unknown): Promise<unknown> {
  if (!isUnavailable(error)) return error;
  // One that refuses has answered.
  const isAway = await deps.redis.ping(targetOfNode(deps, database, from)).then(() => false, isUnavailable);
  if (!isAway) return error;
  const name = nodeName(nameOf(deps, database), from.number);
  return new DomainError(
    "conflict",
    "predecessor_unreachable",
    `The old Redis (${name}) does not answer. It serves again once it does; the copy made until now is kept for a day.`,
    { cause: error },
  );
}
