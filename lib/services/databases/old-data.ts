import { dataGone, nodeVolume } from "../../core/databases/node-volume";
import type { AddonRow } from "../../db/addons";
import { transaction } from "../../db/client";
import { setDataBack, setDataGone } from "../../db/node-volumes";
import type { NodeRow } from "../../db/nodes";
import type { Ports } from "../context";

/** Looks for the data of a node that is kept, and notes what it finds. @throws DomainError `conflict` reason `data_gone`; `unavailable`. */
export async function assertOldData(
  { instance, engine }: Ports,
  { resourceId }: Pick<AddonRow, "resourceId">,
  node: NodeRow,
): Promise<void> {
  const volume = nodeVolume({ instance, resourceId }, node);
  const hasData = await engine.hasVolume(volume);
  await transaction((tx) => (hasData ? setDataBack(tx, node.id) : setDataGone(tx, node.id)));
  if (!hasData) throw dataGone(volume.name, "There is no way back; the database serves on as it is.");
}
