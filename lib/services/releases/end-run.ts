import type { EventDetail } from "../../core/events/events";
import { transaction } from "../../db/client";
import { type EventSubject, insertEvent } from "../../db/events";
import { cancelWaiting, endWave, type ReleaseWaveRow } from "../../db/release-waves";
import { maintenanceData } from "../maintenance/view";

/** Why what waited for its window is taken back. */
const TAKEN_BACK = "The upgrade of all databases of its release has ended.";

/** Ends a wave and takes back what waits for its window, each told to its app; nothing happens where it has ended before. */
export async function endRun(
  { id }: ReleaseWaveRow,
  as: Parameters<typeof endWave>[2],
  { by, event }: { by: Pick<EventSubject, "actorId" | "address">; event: EventDetail },
): Promise<void> {
  await transaction(async (tx) => {
    if (!(await endWave(tx, id, as))) return;
    for (const row of await cancelWaiting(tx, id, { reason: TAKEN_BACK, now: as.now })) {
      const { appId, databaseId } = row;
      const data = maintenanceData(row);
      await insertEvent(tx, { appId, databaseId, ...by }, { type: "cancel_database_maintenance", data });
    }
    await insertEvent(tx, { appId: null, ...by }, event);
  });
}
