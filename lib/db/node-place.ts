/** A node by its number, with the host it stands on and what it belongs to. */
export type NodePlace = {
  nodeId: string;
  nodeNumber: number;
  resourceId: string;
  hostId: string;
  appId: string;
  databaseId: string;
};

export const NODE_PLACE = {
  id: true,
  number: true,
  hostId: true,
  databaseId: true,
  database: { select: { addon: { select: { resourceId: true, appId: true } } } },
} as const;

type Selected = {
  id: string;
  number: number;
  hostId: string | null;
  databaseId: string;
  database: { addon: { resourceId: string; appId: string } };
};

/** Null for a node that was never placed. */
export function placeOf({ id, number, hostId, databaseId, database }: Selected): NodePlace | null {
  return hostId === null ? null : { nodeId: id, nodeNumber: number, hostId, databaseId, ...database.addon };
}
