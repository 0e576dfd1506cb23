import { APIError } from "better-auth/api";
import { renderSVG } from "uqr";
import type { Code, SecondFactorSetupView } from "../contract/second-factor";
import { DomainError } from "../core/errors";
import { query, transaction } from "../db/client";
import { forgetDevices } from "../db/second-factors";
import { claimCode } from "../services/people/attempts";
import { accountDisabled } from "../services/people/check-credentials";
import { auth, headersOf, type Sender, signInWithPassword } from "./auth";

/** Makes a secret for the account of the session; it counts once a code has confirmed it, and a new one replaces it until then. */
export async function beginSecondFactor(sender: Sender, password: string): Promise<SecondFactorSetupView> {
  const request = { body: { password }, headers: headersOf(sender) };
  const answer = await asked(() => auth().api.enableTwoFactor(request));
  if (answer.method !== "totp") throw new Error("a secret was asked for");
  const picture = `data:image/svg+xml,${encodeURIComponent(renderSVG(answer.totpURI))}`;
  return { secret: new URL(answer.totpURI).searchParams.get("secret") ?? "", picture };
}

/** Switches the second factor on by a first code, and answers its recovery codes. The session goes on under another cookie. */
export async function confirmSecondFactor(sender: Sender, { code }: Code): Promise<string[]> {
  const request = { body: { code }, headers: headersOf(sender) };
  const { user } = await asked(() => auth().api.verifyTOTP(request));
  return readRecoveryCodes(user.id);
}

/** Makes new recovery codes; the former ones are worth nothing. */
export async function renewRecoveryCodes(sender: Sender, password: string): Promise<string[]> {
  const request = { body: { password }, headers: headersOf(sender) };
  return (await asked(() => auth().api.generateBackupCodes(request))).backupCodes;
}

/** Those that were not used yet. */
export async function readRecoveryCodes(userId: string): Promise<string[]> {
  const { backupCodes } = await asked(() => auth().api.viewBackupCodes({ body: { userId } }));
  return backupCodes;
}

/**
 * The second step of a sign-in: starts the session and sets its cookie. A code works once.
 * @throws DomainError `invalid` for a wrong code; `limit_exceeded` after too many; `unauthenticated` when the first step is too long ago.
 */
export async function passSecondFactor(
  sender: Sender,
  { kind, code }: Code,
  isRemembered: boolean,
): Promise<string> {
  const request = { body: { code, trustDevice: isRemembered }, headers: headersOf(sender) };
  const { api } = auth();
  const askedAt = new Date();
  const { token, user } = await asked(() =>
    kind === "app" ? api.verifyTOTP(request) : api.verifyBackupCode(request),
  );
  if (!token) throw new Error("a right code starts a session");
  if (kind === "recovery" || (await claimCode(user.id, code))) return token;
  await endSessionOf(token);
  // The library let the device in for a month before the code was known to be used.
  await transaction((tx) => forgetDevices(tx, user.id, askedAt));
  throw wrongCode();
}

/** The same for a program, which gets no session: email and password are known to be right. @throws DomainError as `passSecondFactor`. */
export async function checkSecondFactor(
  credentials: { email: string; password: string },
  code: Code,
  sender: Sender,
): Promise<void> {
  const signedIn = await signInWithPassword(credentials, { ...sender, cookie: null });
  if (!signedIn?.needsCode) throw signInAgain();
  const cookie = signedIn.cookies.map((set) => set.split(";")[0]).join("; ");
  await endSessionOf(await passSecondFactor({ ...sender, cookie }, code, false));
}

const endSessionOf = async (token: string): Promise<void> =>
  (await auth().$context).internalAdapter.deleteSession(token);

const wrongCode = () => {
  const message = "This code is wrong, or was used already. Wait for the next one.";
  return new DomainError("invalid", "wrong_code", message, { fields: { code: [message] } });
};
const signInAgain = () =>
  new DomainError("unauthenticated", "sign_in_again", "This sign-in took too long. Begin again.");
const notSetUp = () =>
  new DomainError("conflict", "second_factor_off", "There is no second factor any more. Begin again.");
const tooMany = (message: string) => new DomainError("limit_exceeded", "too_many_codes", message);

/** What the library refuses with, by its code. */
const REFUSALS: Record<string, () => DomainError> = {
  INVALID_CODE: wrongCode,
  INVALID_BACKUP_CODE: wrongCode,
  INVALID_TWO_FACTOR_COOKIE: signInAgain,
  TOTP_NOT_ENABLED: notSetUp,
  BACKUP_CODES_NOT_ENABLED: notSetUp,
  TOTP_ALREADY_ENABLED: () =>
    new DomainError("conflict", "second_factor_on", "Your second factor is on already."),
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: () => tooMany("Too many wrong codes. Sign in again."),
  ACCOUNT_TEMPORARILY_LOCKED: () => tooMany("Too many wrong codes. Try again in 15 minutes."),
};

/** @throws DomainError for what the library refuses. */
async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await query(work);
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    if (error.statusCode === 403) throw accountDisabled();
    // Of two who use one recovery code at the same moment, the second.
    if (error.statusCode === 409) throw wrongCode();
    throw REFUSALS[error.body?.code ?? ""]?.() ?? error;
  }
}
