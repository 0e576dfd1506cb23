import { engineOf } from "../../core/engines/engines";
import { isSameValue } from "../../core/settings/settings";
import { wantedConfig } from "../../core/settings/wanted-config";
import type { DatabaseRow } from "../../db/databases";
import type { NodeRow } from "../../db/nodes";
import type { Deps } from "../deps";
import { planOf, targetOfNode } from "./database";
import { startAof, stopAof } from "./features/persistence";

/** A node that was started again from its own files has what was set since its day too. */
export async function catchUpSettings(deps: Deps, database: DatabaseRow, node: NodeRow): Promise<void> {
  const target = targetOfNode(deps, database, node);
  const where = { engine: engineOf(node.engine), plan: planOf(deps, node) };
  const wanted = wantedConfig(database, where);
  const found = await deps.redis.readConfig(target, Object.keys(wanted));
  const { appendonly, ...others } = Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => !isSameValue(name, found[name], value)),
  );
  if (Object.keys(others).length > 0) await deps.redis.setConfig(target, others, { isKept: true });
  if (appendonly) await (appendonly === "yes" ? startAof : stopAof)(deps, database, node);
}
