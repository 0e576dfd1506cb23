import type { DataGoneView } from "../../contract/databases";
import { nodeName } from "../../core/databases/names";
import { dataGone } from "../../core/databases/node-volume";
import type { AddonRow } from "../../db/addons";
import type { DatabaseRow } from "../../db/databases";
import type { Ports } from "../context";

/** What the sweep noted of a database that should serve; null while its data is there. */
export function dataGoneView(
  { instance }: Ports,
  { nodes }: DatabaseRow,
  { status, resourceId, hostName }: AddonRow,
): DataGoneView | null {
  const node = nodes.find((candidate) => candidate.status === "active");
  if (status !== "running" || !node?.dataGoneAt) return null;
  const volumeName = nodeName({ instance, resourceId }, node.number);
  return { since: node.dataGoneAt.toISOString(), volumeName, hostName };
}

/** @throws DomainError `conflict` reason `data_gone` for a database whose data is noted as gone. */
export function assertDataNoted(ports: Ports, database: DatabaseRow, addon: AddonRow): void {
  const gone = dataGoneView(ports, database, addon);
  if (gone) throw dataGone(gone.volumeName, "Bring it back, or remove the database: its page says how.");
}
