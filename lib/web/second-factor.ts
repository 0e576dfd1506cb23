import "server-only";
import { redirect } from "next/navigation";
import type {
  ConfirmedByPassword,
  ConfirmSecondFactorInput,
  PassSecondFactorInput,
  RecoveryCodesView,
  SecondFactorSetupView,
  SignInMeansView,
} from "../contract/second-factor";
import { DomainError } from "../core/errors";
import {
  beginSecondFactor,
  confirmSecondFactor,
  passSecondFactor,
  readRecoveryCodes,
  renewRecoveryCodes,
} from "../runtime/second-factor";
import { requireSession } from "../services/access";
import type { Context } from "../services/context";
import { confirmPassword } from "../services/people/confirm-password";
import { getSignInMeans } from "../services/people/get-sign-in-means";
import { currentSender } from "./sender";
import type { Visitor } from "./visitor";

/** Makes a secret to tell an app; nothing is switched on before `confirmOwnSecondFactor`. */
export async function setUpSecondFactor(
  ctx: Context,
  { password }: ConfirmedByPassword,
): Promise<SecondFactorSetupView> {
  requireSession(ctx);
  await confirmPassword(ctx, password);
  return beginSecondFactor(await currentSender(), password);
}

/** Switches it on by a first code of the app. @throws DomainError `invalid` for a wrong code; `conflict` when it is on. */
export async function confirmOwnSecondFactor(
  ctx: Context,
  { code }: ConfirmSecondFactorInput,
): Promise<RecoveryCodesView> {
  requireSession(ctx);
  if ((await getSignInMeans(ctx)).hasSecondFactor)
    throw new DomainError("conflict", "second_factor_on", "Your second factor is on already.");
  return { codes: await confirmSecondFactor(await currentSender(), code) };
}

/** New recovery codes in place of the former. @throws DomainError as `confirmPassword`; `conflict` when it is off. */
export async function makeRecoveryCodes(
  ctx: Context,
  { password }: ConfirmedByPassword,
): Promise<RecoveryCodesView> {
  requireSession(ctx);
  await confirmPassword(ctx, password);
  if (!(await getSignInMeans(ctx)).hasSecondFactor)
    throw new DomainError("conflict", "second_factor_off", "Set a second factor up first.");
  return { codes: await renewRecoveryCodes(await currentSender(), password) };
}

/** What one signs in with, and how many recovery codes are left. */
export async function readSignInMeans(ctx: Context): Promise<SignInMeansView & { codesLeft: number }> {
  const means = await getSignInMeans(ctx);
  const codes = means.hasSecondFactor ? await readRecoveryCodes(ctx.actor.userId) : [];
  return { ...means, codesLeft: codes.length };
}

/** The second step of a sign-in; leads on to `next`. @throws DomainError as the runtime's `passSecondFactor`. */
export async function finishSignIn(_visitor: Visitor, input: PassSecondFactorInput): Promise<never> {
  await passSecondFactor(await currentSender(), input.code, input.isRemembered);
  redirect(input.next);
}
