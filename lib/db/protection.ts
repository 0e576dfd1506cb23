import type { Tx } from "./client";

/** False when it was so already. Call it with the app locked. */
export async function setAppProtection(tx: Tx, id: string, isProtected: boolean): Promise<boolean> {
  const where = { id, isProtected: !isProtected };
  return (await tx.app.updateMany({ where, data: { isProtected } })).count > 0;
}

/** False when it was so already. Call it with the app locked. */
export async function setAddonProtection(tx: Tx, id: string, isProtected: boolean): Promise<boolean> {
  const where = { id, isProtected: !isProtected };
  return (await tx.addon.updateMany({ where, data: { isProtected } })).count > 0;
}

/** Resource ids of an app's protected databases that are not removed, or of the one that is named, oldest first. */
export async function listProtected(tx: Tx, appId: string, addonId?: string): Promise<string[]> {
  const rows = await tx.addon.findMany({
    where: { appId, id: addonId, isProtected: true, status: { not: "removed" } },
    select: { resourceId: true },
    orderBy: { createdAt: "asc" },
  });
  return rows.map(({ resourceId }) => resourceId);
}
