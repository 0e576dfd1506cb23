import type { ReleaseInput } from "../../contract/releases";
import { nameOf } from "../../core/engines/builds";
import { DomainError } from "../../core/errors";
import { listRunningWaves } from "../../db/release-waves";
import { requireAdmin } from "../access";
import { type Context, doneBy } from "../context";
import { endRun } from "./end-run";
import { releaseTitle } from "./title";

/**
 * No further database of the release is upgraded; what waits for its window is taken back, and upgrades under way go on to their end. Safe
 * to repeat. @throws DomainError `forbidden` but for administrators; `not_found` where none goes on.
 */
export async function stopReleaseUpgrade(ctx: Context, { engine, version }: ReleaseInput): Promise<void> {
  requireAdmin(ctx);
  const waves = await listRunningWaves();
  const wave = waves.find((running) => running.engine === engine && running.version === version);
  if (!wave)
    throw new DomainError(
      "not_found",
      "wave",
      `The databases of ${nameOf({ engine, version })} are not being upgraded.`,
    );
  const as = { status: "stopped", reason: null, now: new Date() } as const;
  const event = { type: "stop_release_upgrade", data: { release: releaseTitle(wave) } } as const;
  await endRun(wave, as, { by: doneBy(ctx), event });
}
