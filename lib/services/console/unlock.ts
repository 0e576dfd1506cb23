import type { Claims, TokenSigner } from "../../ports/token-signer";
import type { Actor } from "../context";

/** How long a console stays unlocked. */
export const UNLOCKED_MINUTES = 15;

const PURPOSE = "console";

/** What an unlocking says; no `sub` is in it, so that it signs nobody in. */
export const unlockClaims = ({ userId }: Pick<Actor, "userId">, addon: { id: string }): Claims => ({
  only: PURPOSE,
  person: userId,
  addon: addon.id,
});

/** True for an unlocking of that console by that very person which has not ended. */
export async function isUnlocked(
  signer: TokenSigner,
  unlock: string | undefined,
  { actor, addon }: { actor: Pick<Actor, "userId">; addon: { id: string } },
): Promise<boolean> {
  const claims = unlock === undefined ? null : await signer.verify(unlock);
  return claims?.only === PURPOSE && claims.person === actor.userId && claims.addon === addon.id;
}
