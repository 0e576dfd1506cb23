import { nodeName } from "../../core/databases/names";
import { dataGone, FIRST_START } from "../../core/databases/node-volume";
import { targetOf } from "../../core/databases/users";
import { DomainError, isUnavailable } from "../../core/errors";
import { MINUTE_MS } from "../../core/units";
import type { DatabaseRow } from "../../db/databases";
import type { NodeRow } from "../../db/nodes";
import type { RedisTarget } from "../../ports/redis-admin";
import type { Deps } from "../deps";
import { nameOf } from "./database";
import { targetOfGateway } from "./gateway";
import { haveEndedWithoutData } from "./lost-data";

const NODE_TIMEOUT_MS = 2 * MINUTE_MS;
const GATEWAY_TIMEOUT_MS = MINUTE_MS;
/** A person waits for this very database. */
const LONGEST_PAUSE_MS = 500;

/** Resolves on a PONG of the node itself, through the link; one that loads data first has `loadMs` more. @throws DomainError with what the engine or Redis said. */
export async function waitForNode(
  deps: Deps,
  database: DatabaseRow,
  node: NodeRow,
  loadMs = 0,
): Promise<void> {
  const serviceName = nodeName(nameOf(deps, database), node.number);
  const target = targetOf(deps, database, serviceName);
  await waitForPong(deps, target, { what: "Redis", timeoutMs: NODE_TIMEOUT_MS + loadMs });
  // It has its own files now: from here on a start without them would be an empty database in its place.
  await deps.engine.setStartValues(serviceName, { [FIRST_START]: "no" });
}

/** Resolves on a PONG of the active node through the gateway: the way that apps take. */
export async function waitForGateway(deps: Deps, database: DatabaseRow): Promise<void> {
  const target = targetOfGateway(deps, database);
  await waitForPong(deps, target, { what: "The gateway", timeoutMs: GATEWAY_TIMEOUT_MS });
}

async function waitForPong(
  deps: Deps,
  target: RedisTarget,
  { what, timeoutMs }: { what: string; timeoutMs: number },
): Promise<void> {
  const { serviceName } = target;
  let isWithoutData = false;
  try {
    await deps.waitUntil(
      async () => {
        try {
          await deps.redis.ping(target);
        } catch (error) {
          if (!isUnavailable(error)) throw error;
          isWithoutData = haveEndedWithoutData(await deps.engine.listTasks(serviceName));
          if (!isWithoutData) throw error;
        }
      },
      { timeoutMs, longestPauseMs: LONGEST_PAUSE_MS },
    );
    if (isWithoutData) throw dataGone(serviceName, "It is not started without it.");
  } catch (cause) {
    // One that refuses has answered, and says itself what is wrong.
    if (!isUnavailable(cause)) throw cause;
    const [task] = await deps.engine.listTasks(serviceName);
    const said = task?.error ?? cause.message;
    throw new DomainError(
      "conflict",
      "no_answer",
      `${what} did not answer within ${timeoutMs / 1_000} s: ${said}`,
      { cause },
    );
  }
}
