import { z } from "zod";
import { safeNextPath } from "../core/people/next-path";
import { readSecondFactorCode } from "../core/people/second-factor";
import { PresentPassword } from "./people";

/** Six digits of an app or a recovery code, read into its kind. */
const Code = z.string().transform((text, issues) => {
  const code = readSecondFactorCode(text);
  if (code) return code;
  issues.addIssue({ code: "custom", message: "A code has six digits; a recovery code has 16 characters." });
  return z.NEVER;
});
/** A code that was read. */
export type Code = z.output<typeof Code>;

/** The second step of a sign-in; `isRemembered` asks for no code on this device for 30 days. */
export const PassSecondFactorInput = z.object({
  code: Code,
  isRemembered: z.preprocess((value) => value === "on" || value === true, z.boolean()),
  next: z.string().optional().transform(safeNextPath),
});
export type PassSecondFactorInput = z.infer<typeof PassSecondFactorInput>;

/** The same as programs send it. */
export const Otp = z.object({ otp: Code });

/** What is asked for before one's own second factor is touched. */
export const ConfirmedByPassword = z.object({ password: PresentPassword });
export type ConfirmedByPassword = z.infer<typeof ConfirmedByPassword>;

/** A first code of the app that was just told the secret. */
export const ConfirmSecondFactorInput = z.object({ code: Code });
export type ConfirmSecondFactorInput = z.infer<typeof ConfirmSecondFactorInput>;

/** What an app has to be told: the secret as text, and as a picture to be shown by `img` that holds account and secret. */
export type SecondFactorSetupView = { secret: string; picture: string };

/** Codes that each work once in place of the app's; told when they are made, and never again. */
export type RecoveryCodesView = { codes: string[] };

/** What the caller signs in with. */
export type SignInMeansView = { hasPassword: boolean; hasSecondFactor: boolean };
