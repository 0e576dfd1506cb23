import { DomainError } from "../../../core/errors";
import { isSameValue } from "../../../core/settings/settings";
import type { DatabaseRow } from "../../../db/databases";
import type { NodeRow } from "../../../db/nodes";
import type { RedisTarget } from "../../../ports/redis-admin";
import type { Deps, WorkflowContext } from "../../deps";
import { nodesOf, servingNode, targetOfNode } from "../database";
import { onlyDomainErrors } from "../ending";
import { targetOfGateway } from "../gateway";

type Config = Readonly<Record<string, string>>;

export const servingTarget = (deps: WorkflowContext, database: DatabaseRow): RedisTarget =>
  targetOfNode(deps, database, servingNode(database));

/** Sets them on what serves, and for each later start. */
export const keepConfig = (deps: Deps, database: DatabaseRow, config: Config): Promise<void> =>
  onEachNode(database, (node) =>
    deps.redis.setConfig(targetOfNode(deps, database, node), config, { isKept: true }),
  );

/** On every node of a group, for each may be its master; also where one of them refuses. @throws the first refusal. */
export async function onEachNode(
  database: DatabaseRow,
  work: (node: NodeRow) => Promise<void>,
): Promise<void> {
  const refusals: unknown[] = [];
  for (const node of nodesOf(database))
    await work(node).catch((error: unknown) => {
      onlyDomainErrors(error);
      refusals.push(error);
    });
  if (refusals.length > 0) throw refusals[0];
}

/** Asks through the gateway, the way that apps take. @throws DomainError `conflict` reason `not_as_asked`. */
export async function assertConfig(deps: Deps, database: DatabaseRow, wanted: Config): Promise<void> {
  const gateway = targetOfGateway(deps, database);
  const found = await deps.redis.readConfig(gateway, Object.keys(wanted));
  const wrong = Object.entries(wanted).find(([name, value]) => !isSameValue(name, found[name], value));
  if (!wrong) return;
  const [name, value] = wrong;
  throw new DomainError(
    "conflict",
    "not_as_asked",
    `Redis has "${found[name] ?? "nothing"}" for ${name} after it was set to "${value}".`,
  );
}
