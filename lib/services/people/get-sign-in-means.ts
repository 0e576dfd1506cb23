import type { SignInMeansView } from "../../contract/second-factor";
import { findSignInMeans } from "../../db/second-factors";
import { requireSession } from "../access";
import type { Context } from "../context";

/** What one signs in with. @throws DomainError `forbidden` for tokens. */
export async function getSignInMeans(ctx: Context): Promise<SignInMeansView> {
  requireSession(ctx);
  return findSignInMeans(ctx.actor.userId);
}
