import { randomUUID } from "node:crypto";
import type { UpgradeReleaseInput } from "../../contract/releases";
import { nameOf } from "../../core/engines/builds";
import { DomainError } from "../../core/errors";
import { transaction } from "../../db/client";
import { insertEvent } from "../../db/events";
import { insertWave, listReleaseDatabases } from "../../db/release-waves";
import { requireAdmin } from "../access";
import { type Context, doneBy } from "../context";
import { listBehind } from "./behind";
import { releaseTitle } from "./title";

/**
 * Begins to bring all databases of a release to its newest build that is there, now or in their maintenance windows, so many side by side.
 * A worker goes on with it: see `runReleaseWaves`. @throws DomainError `forbidden` but for administrators; `not_found` for a release that
 * neither the catalog nor a database has; `conflict` while it goes on already, or where none runs an older build; `unavailable`.
 */
export async function upgradeRelease(ctx: Context, input: UpgradeReleaseInput): Promise<void> {
  requireAdmin(ctx);
  const { engine, version, when, atOnce } = input;
  await assertRelease(ctx, input);
  const release = releaseTitle(input);
  if ((await listBehind(ctx, input)).length === 0)
    throw new DomainError(
      "conflict",
      "nothing_newer",
      `No database runs an older build of ${release} than the newest that is there. A newer one is made with bin/admin engines build ${nameOf(input)}.`,
    );
  await transaction(async (tx) => {
    const wave = { id: randomUUID(), engine, version, isInWindows: when === "windows", atOnce };
    await insertWave(tx, { ...wave, actorId: ctx.actor.userId });
    await insertEvent(
      tx,
      { appId: null, ...doneBy(ctx) },
      { type: "upgrade_release", data: { release, isInWindows: wave.isInWindows } },
    );
  });
}

async function assertRelease({ catalog }: Context, { engine, version }: UpgradeReleaseInput): Promise<void> {
  if (catalog.some((known) => known.engine === engine && known.version === version)) return;
  if ((await listReleaseDatabases(engine, version)).length > 0) return;
  throw new DomainError("not_found", "release", `There is no release ${nameOf({ engine, version })}.`);
}
