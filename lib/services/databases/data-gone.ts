import type { DataGoneView } from "../../contract/databases";
import { nodeName } from "../../core/databases/names";
import { dataGone, nodeVolume } from "../../core/databases/node-volume";
import type { AddonRow } from "../../db/addons";
import { transaction } from "../../db/client";
import type { DatabaseRow, NodeRow } from "../../db/databases";
import { setDataBack, setDataGone } from "../../db/lost-data";
import { requireScope } from "../access";
import type { Context } from "../context";

/** What the sweep noted of a database that should serve; null while its data is there. */
export function dataGoneView(
  { instance }: Context,
  { nodes }: DatabaseRow,
  { status, resourceId, hostName }: AddonRow,
): DataGoneView | null {
  const node = nodes.find((candidate) => candidate.status === "active");
  if (status !== "running" || !node?.dataGoneAt) return null;
  const volumeName = nodeName({ instance, resourceId }, node.number);
  return { since: node.dataGoneAt.toISOString(), volumeName, hostName };
}

/** @throws DomainError `conflict` reason `data_gone` for a database whose data is noted as gone. */
export function assertDataNoted(ctx: Context, database: DatabaseRow, addon: AddonRow): void {
  const gone = dataGoneView(ctx, database, addon);
  if (gone) throw dataGone(gone.volumeName, "Bring it back, or remove the database: its page says how.");
}

/** Looks for the data of a node that is kept, and notes what it finds. @throws DomainError `conflict` reason `data_gone`; `forbidden`; `unavailable`. */
export async function assertOldData(
  ctx: Context,
  { provider, resourceId }: Pick<AddonRow, "provider" | "resourceId">,
  node: NodeRow,
): Promise<void> {
  requireScope(ctx, "write");
  const volume = nodeVolume({ instance: ctx.instance, resourceId, provider }, node);
  const hasData = await ctx.engine.hasVolume(volume);
  await transaction((tx) => (hasData ? setDataBack(tx, node.id) : setDataGone(tx, node.id)));
  if (!hasData) throw dataGone(volume.name, "There is no way back; the database serves on as it is.");
}
