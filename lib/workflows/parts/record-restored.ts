import type { Tx } from "../../db/client";
import type { DatabaseRow } from "../../db/databases";
import { insertEvent } from "../../db/events";

/** One line in the timeline, in the transaction by which the restored data begins to serve. */
export const recordRestored = (
  tx: Tx,
  { database, operationId, backupId }: { database: DatabaseRow; operationId: string; backupId: string },
): Promise<void> =>
  insertEvent(
    tx,
    { appId: database.app.id, databaseId: database.id, operationId, actorId: null },
    { type: "database_restored", data: { resourceId: database.addon.resourceId, backupId } },
  );
