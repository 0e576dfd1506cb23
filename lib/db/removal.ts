import type { Tx } from "./client";

/** Marks an addon as going away. False unless it is running or failed, so that of two who remove it at once, one does. */
export async function startAddonRemoval(tx: Tx, id: string): Promise<boolean> {
  const { count } = await tx.addon.updateMany({
    where: { id, status: { in: ["running", "failed"] } },
    data: { status: "removing" },
  });
  return count > 0;
}

/** Marks all addons of an app as going away, whatever they are doing. */
export async function startAddonsRemoval(tx: Tx, appId: string): Promise<void> {
  await tx.addon.updateMany({
    where: { appId, status: { notIn: ["removing", "removed"] } },
    data: { status: "removing" },
  });
}
