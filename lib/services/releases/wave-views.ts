import type { ReleaseWaveView } from "../../contract/releases";
import { nameOf } from "../../core/engines/builds";
import {
  listNewestWaves,
  listWaveParts,
  type ReleaseWaveRow,
  type WavePartRow,
} from "../../db/release-waves";

/** By the name of a release (`redis:8.0.2`) the newest wave of each; a release that never had one is missing. */
export async function waveViews(): Promise<ReadonlyMap<string, ReleaseWaveView>> {
  const waves = await listNewestWaves();
  const parts = await listWaveParts(waves.map(({ id }) => id));
  return new Map(
    waves.map((wave) => [
      nameOf(wave),
      viewOf(
        wave,
        parts.filter(({ waveId }) => waveId === wave.id),
      ),
    ]),
  );
}

const viewOf = (wave: ReleaseWaveRow, parts: readonly WavePartRow[]): ReleaseWaveView => ({
  status: wave.status,
  when: wave.isInWindows ? "windows" : "now",
  atOnce: wave.atOnce,
  by: wave.actor?.email ?? null,
  parts: parts.map(({ resourceId, appName, operationId, windowAt, status }) => ({
    ...{ resourceId, appName, operationId, status },
    windowAt: windowAt?.toISOString() ?? null,
  })),
  reason: wave.reason,
  createdAt: wave.createdAt.toISOString(),
  endedAt: wave.endedAt?.toISOString() ?? null,
});
