import type { ConfirmedByPassword } from "../../contract/second-factor";
import { transaction } from "../../db/client";
import { deleteSecondFactor } from "../../db/second-factors";
import { requireSession } from "../access";
import type { Context } from "../context";
import { confirmPassword } from "./confirm-password";

/** From now on the password alone signs in. Safe to repeat. @throws DomainError as `confirmPassword`. */
export async function switchOffSecondFactor(ctx: Context, { password }: ConfirmedByPassword): Promise<void> {
  requireSession(ctx);
  await confirmPassword(ctx, password);
  await transaction((tx) => deleteSecondFactor(tx, ctx.actor.userId));
}
