import type { Tx } from "./client";

/** What people call an addon and what they note of it; null where nothing is said. Call it with the app locked. */
export async function setAddonDescription(
  tx: Tx,
  id: string,
  data: { name: string | null; note: string | null },
): Promise<void> {
  await tx.addon.update({ where: { id }, data, select: { id: true } });
}
