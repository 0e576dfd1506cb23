import { createHash } from "node:crypto";
import { DomainError } from "../../core/errors";
import {
  type AttemptLimit,
  INVITATION_BY_ADDRESS,
  SECOND_FACTOR_CODE,
  SIGN_IN_BY_ADDRESS,
  SIGN_IN_BY_EMAIL,
} from "../../core/people/limits";
import { DAY_MS, MINUTE_MS } from "../../core/units";
import { clearAttempts, countAttempt, deleteAttemptsBefore, takeBackAttempt } from "../../db/rate-limits";

/** Hashed, because the whom is what a stranger typed: of any length, and perhaps a password in the wrong field. */
const keyOf = ({ name }: AttemptLimit, whom: string): string =>
  `${name}:${createHash("sha256").update(whom).digest("hex")}`;

async function assertAttempt(limit: AttemptLimit, whom: string): Promise<void> {
  const now = new Date();
  const { isAllowed, freeAt } = await countAttempt({ key: keyOf(limit, whom), ...limit, now });
  if (isAllowed) return;
  // Of attempts at the same moment a later one may have been counted first.
  const waitMs = Math.min(freeAt.getTime() - now.getTime(), limit.windowMs);
  const minutes = Math.max(1, Math.ceil(waitMs / MINUTE_MS));
  throw new DomainError(
    "limit_exceeded",
    "too_many_attempts",
    `Too many failed attempts. Try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`,
  );
}

/**
 * Counts a sign-in before it is tried, so that attempts at the same moment cannot slip by; what succeeds is given back.
 * @throws DomainError `limit_exceeded` saying when to try again.
 */
export async function countSignIn({
  email,
  addressGroup,
}: {
  email: string;
  addressGroup: string;
}): Promise<void> {
  // The address first: one that is refused makes no rows for the emails it goes through.
  await assertAttempt(SIGN_IN_BY_ADDRESS, addressGroup);
  await assertAttempt(SIGN_IN_BY_EMAIL, email);
}

/** The sign-in was right: the email starts anew, the address only gets this one attempt back. */
export async function noteSignedIn({
  email,
  addressGroup,
}: {
  email: string;
  addressGroup: string;
}): Promise<void> {
  await clearAttempts(keyOf(SIGN_IN_BY_EMAIL, email));
  await takeBackAttempt(keyOf(SIGN_IN_BY_ADDRESS, addressGroup));
  await deleteAttemptsBefore(new Date(Date.now() - DAY_MS));
}

/** Counts a sign-in of which no email is known yet. @throws DomainError `limit_exceeded`. */
export async function countSignInFrom(addressGroup: string): Promise<void> {
  await assertAttempt(SIGN_IN_BY_ADDRESS, addressGroup);
}

/** It was right: the address gets this attempt back. */
export async function noteSignedInFrom(addressGroup: string): Promise<void> {
  await takeBackAttempt(keyOf(SIGN_IN_BY_ADDRESS, addressGroup));
}

/** Counts a password typed to confirm, like a sign-in to that account. @throws DomainError `limit_exceeded`. */
export async function countPasswordCheck(email: string): Promise<void> {
  await assertAttempt(SIGN_IN_BY_EMAIL, email);
}

/** Gives a password check back that was right. */
export async function notePasswordChecked(email: string): Promise<void> {
  await takeBackAttempt(keyOf(SIGN_IN_BY_EMAIL, email));
}

/** Counts the opening of an invitation before it is looked up. @throws DomainError `limit_exceeded`. */
export async function countInvitationAttempt(addressGroup: string): Promise<void> {
  await assertAttempt(INVITATION_BY_ADDRESS, addressGroup);
}

/** The link existed. */
export async function noteInvitationFound(addressGroup: string): Promise<void> {
  await takeBackAttempt(keyOf(INVITATION_BY_ADDRESS, addressGroup));
}

/** Claims a right code for one sign-in; false for one that was used already. Of two at the same moment one gets it. */
export async function claimCode(userId: string, code: string): Promise<boolean> {
  const key = keyOf(SECOND_FACTOR_CODE, `${userId}:${code}`);
  return (await countAttempt({ key, ...SECOND_FACTOR_CODE, now: new Date() })).isAllowed;
}
