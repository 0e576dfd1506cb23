import type { LookAtBellInput } from "../../contract/bell";
import { setBellLook } from "../../db/bell";
import { requireSession } from "../access";
import type { Context } from "../context";

/** What there was until then is new to the person no more. @throws DomainError `forbidden` for a token. */
export async function lookAtBell(ctx: Context, { until }: LookAtBellInput): Promise<void> {
  requireSession(ctx);
  const now = new Date();
  await setBellLook(ctx.actor.userId, until && until < now ? until : now);
}
