import { nameOf } from "../../core/engines/builds";
import type { Alone } from "../../core/events/upkeep";
import {
  addWaveMaintenance,
  addWaveOperation,
  listRunningWaves,
  listWaveParts,
  type ReleaseWaveRow,
} from "../../db/release-waves";
import type { Ports } from "../context";
import { upgradeDatabase } from "../databases/upgrade";
import { scheduleUpgrade } from "../maintenance/schedule-upgrade";
import { goOn, type Wave, waveFull } from "../waves/go-on";
import { listBehind } from "./behind";
import { endRun } from "./end-run";
import { releaseTitle } from "./title";

/**
 * Goes on with the upgrade of all databases of each release: begins the next ones, and ends it, at the first that fails. All that it knows
 * is in the records, so that any worker goes on where another ended. Safe at any time, and by several workers at once.
 */
export async function runReleaseWaves(ports: Ports, now: Date, alone: Alone): Promise<void> {
  for (const wave of await listRunningWaves()) {
    const subject = { work: "upgrade-release", id: wave.id, name: nameOf(wave) } as const;
    await alone({ ...subject, appId: null, databaseId: null }, async () =>
      goOn(ports, await waveOf(ports, wave, now)),
    );
  }
}

async function waveOf(ports: Ports, row: ReleaseWaveRow, now: Date): Promise<Wave> {
  const { id: waveId, actor, isInWindows } = row;
  const parts = await listWaveParts([waveId]);
  const begun = parts.map(({ resourceId }) => resourceId);
  const databases = await listBehind(ports, row, begun);
  const release = releaseTitle(row);
  const by = { actorId: null };
  return {
    // Any number may wait for their windows: how many are done at once is looked at when these open.
    atOnce: isInWindows ? Number.POSITIVE_INFINITY : row.atOnce,
    ...{ id: waveId, now, actor, parts, databases, done: "upgraded" },
    begin: async (ctx, resourceId) => {
      const databaseId = databases.find((database) => database.resourceId === resourceId)?.databaseId ?? "";
      const input = { resourceId, version: row.version };
      if (isInWindows)
        await scheduleUpgrade(ctx, input, async (tx, maintenanceId) => {
          if (!(await addWaveMaintenance(tx, { waveId, databaseId, maintenanceId }))) throw waveFull();
        });
      else
        await upgradeDatabase(ctx, input, async (tx, operationId) => {
          if (!(await addWaveOperation(tx, { waveId, databaseId, operationId }))) throw waveFull();
        });
    },
    fail: (reason) =>
      endRun(
        row,
        { status: "failed", reason, now },
        { by, event: { type: "release_upgrade_failed", data: { release, reason } } },
      ),
    finish: () => {
      const upgraded = parts.filter(({ status }) => status === "succeeded").length;
      const data = { release, databases: upgraded };
      return endRun(row, { status: "done", now }, { by, event: { type: "release_upgraded", data } });
    },
  };
}
