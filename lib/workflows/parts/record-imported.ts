import type { Tx } from "../../db/client";
import type { DatabaseRow } from "../../db/databases";
import { insertEvent } from "../../db/events";
import { endImport, type ImportRow } from "../../db/imports";

/** One line in the timeline, in the transaction by which the imported data begins to serve. Nothing is kept of how the source was reached. */
export async function recordImported(
  tx: Tx,
  { database, imported }: { database: DatabaseRow; imported: ImportRow },
): Promise<void> {
  const { operationId, source, keys, progress } = imported;
  await insertEvent(
    tx,
    { appId: database.app.id, databaseId: database.id, operationId, actorId: null },
    {
      type: "database_imported",
      data: {
        resourceId: database.addon.resourceId,
        source,
        keys: keys ?? 0,
        lostFieldTimes: progress?.lostFieldTimes ?? 0,
      },
    },
  );
  await endImport(tx, operationId);
}
