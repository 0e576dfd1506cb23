import { DomainError } from "../../core/errors";
import type { Tx } from "../../db/client";
import { listProtected } from "../../db/protection";

/**
 * Neither the app nor any of its databases is protected; of one of these, `addonId`, it alone. Call it with the app locked.
 * @throws DomainError `conflict`, reason `protected`, naming what is.
 */
export async function assertUnprotected(
  tx: Tx,
  { app, addonId }: { app: { id: string; name: string; isProtected: boolean }; addonId?: string },
): Promise<void> {
  const own = addonId === undefined && app.isProtected ? [app.name] : [];
  const names = [...own, ...(await listProtected(tx, app.id, addonId))];
  if (names.length === 0) return;
  const [verb, whose] = names.length === 1 ? ["is", "its"] : ["are", "their"];
  throw new DomainError(
    "conflict",
    "protected",
    `${names.join(", ")} ${verb} protected against deletion. An owner switches that off in ${whose} settings.`,
  );
}
