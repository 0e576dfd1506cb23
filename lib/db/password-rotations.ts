import { lockApp, raiseRevision } from "./apps";
import { type Tx, transaction } from "./client";

/** The addon's own user, whose passwords are also those of the one named like the resource id. */
const ownerOf = (databaseId: string) => ({ databaseId, name: "default" });

/** Keeps a coming password beside the present one; false while there is another, such as the former one of a rotation before. */
export async function addComingPassword(
  tx: Tx,
  databaseId: string,
  passwordEncrypted: string,
): Promise<boolean> {
  const { count } = await tx.databaseUser.updateMany({
    where: { ...ownerOf(databaseId), otherPasswordEncrypted: null },
    data: { otherPasswordEncrypted: passwordEncrypted, replacedAt: null },
  });
  return count > 0;
}

/** Forgets a coming password; a former one stays. */
export async function dropComingPassword(databaseId: string): Promise<void> {
  await transaction(async (tx) => {
    await tx.databaseUser.updateMany({
      where: { ...ownerOf(databaseId), otherUntil: null },
      data: { otherPasswordEncrypted: null },
    });
  });
}

/**
 * Makes the coming password the present one and keeps the former until `until`; the app's URL changes with it, and a new revision asks
 * for its restart. Safe to repeat: a second time nothing is left to do.
 */
export async function swapPasswords(row: {
  databaseId: string;
  appId: string;
  addonId: string;
  urlEncrypted: string;
  until: Date;
}): Promise<void> {
  const { databaseId, appId, addonId, urlEncrypted, until } = row;
  await transaction(async (tx) => {
    await lockApp(tx, appId);
    const owner = await tx.databaseUser.findFirst({
      where: { ...ownerOf(databaseId), otherUntil: null, otherPasswordEncrypted: { not: null } },
      select: { id: true, passwordEncrypted: true, otherPasswordEncrypted: true },
    });
    if (!owner?.otherPasswordEncrypted) return;
    await tx.databaseUser.update({
      where: { id: owner.id },
      data: {
        passwordEncrypted: owner.otherPasswordEncrypted,
        otherPasswordEncrypted: owner.passwordEncrypted,
        otherUntil: until,
      },
      select: { id: true },
    });
    await tx.variable.updateMany({
      where: { addonId, aliasOf: null },
      data: { valueEncrypted: urlEncrypted },
    });
    await raiseRevision(tx, appId);
  });
}

/** From now on the former password ends with the last connection that is older. */
export async function setPasswordReplaced(tx: Tx, databaseId: string): Promise<void> {
  await tx.databaseUser.updateMany({
    where: { ...ownerOf(databaseId), otherUntil: { not: null } },
    data: { replacedAt: new Date() },
  });
}

/** Forgets the former password, which the node has then to be told; false when there is none. Call it with the app locked. */
export async function dropFormerPassword(tx: Tx, databaseId: string): Promise<boolean> {
  const { count } = await tx.databaseUser.updateMany({
    where: { ...ownerOf(databaseId), otherUntil: { not: null } },
    data: {
      otherPasswordEncrypted: null,
      otherUntil: null,
      replacedAt: null,
      revision: { increment: 1 },
    },
  });
  return count > 0;
}

/** Lets the former password end with the next look; false when there is none. */
export async function expireFormerPassword(tx: Tx, databaseId: string): Promise<boolean> {
  const { count } = await tx.databaseUser.updateMany({
    where: { ...ownerOf(databaseId), otherUntil: { not: null } },
    data: { otherUntil: new Date() },
  });
  return count > 0;
}
