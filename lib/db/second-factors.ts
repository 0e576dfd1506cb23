import { prisma, query, type Tx } from "./client";

/** How the sign-in library names what remembers a device; the value is the account. */
const DEVICE_PREFIX = "trust-device-";

/** Takes the second factor off, with the devices that are let in without it. Safe to repeat. */
export async function deleteSecondFactor(tx: Tx, userId: string): Promise<void> {
  await tx.secondFactor.deleteMany({ where: { userId } });
  await tx.user.updateMany({ where: { id: userId }, data: { hasSecondFactor: false } });
  await forgetDevices(tx, userId);
}

/** From now on every device is asked for a code again, or those that are remembered only since then. */
export async function forgetDevices(tx: Tx, userId: string, since?: Date): Promise<void> {
  await tx.verification.deleteMany({
    where: {
      value: userId,
      identifier: { startsWith: DEVICE_PREFIX },
      ...(since && { createdAt: { gte: since } }),
    },
  });
}

/** What the person has to sign in with. */
export async function findSignInMeans(
  id: string,
): Promise<{ hasPassword: boolean; hasSecondFactor: boolean }> {
  const user = await query(() =>
    prisma().user.findUniqueOrThrow({
      where: { id },
      select: {
        hasSecondFactor: true,
        accounts: { where: { providerId: "credential" }, select: { id: true } },
      },
    }),
  );
  return { hasPassword: user.accounts.length > 0, hasSecondFactor: user.hasSecondFactor };
}
