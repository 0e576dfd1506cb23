import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type {
  AcceptInvitationInput,
  InvitationView,
  LinkPasswordInput,
  SignInInput,
} from "../contract/people";
import { endSession, signInWithPassword } from "../runtime/auth";
import { acceptInvitation as accept } from "../services/people/accept-invitation";
import { countInvitationAttempt, noteInvitationFound } from "../services/people/attempts";
import { tryCredentials } from "../services/people/check-credentials";
import { findInvitation as find } from "../services/people/find-invitation";
import { setPasswordByLink } from "../services/people/set-password-by-link";
import { currentVisitor } from "./current-visitor";
import { currentSender } from "./sender";
import type { Visitor } from "./visitor";

/**
 * Signs a person in and leads on to `next`, or to the code that is asked for first. An unknown email and a wrong password have the same answer, after the same work.
 * @throws DomainError `unauthenticated`; `forbidden` of a disabled account; `limit_exceeded` saying when to try again.
 */
export async function signIn(visitor: Visitor, { email, password, next }: SignInInput): Promise<never> {
  const attempt = { email, addressGroup: visitor.addressGroup };
  const sender = await currentSender();
  const signedIn = await tryCredentials(attempt, () => signInWithPassword({ email, password }, sender));
  redirect(signedIn.needsCode ? `/sign-in/second-factor?next=${encodeURIComponent(next)}` : next);
}

/** Signs out and leads to the sign-in page. */
export async function signOut(_visitor: Visitor): Promise<never> {
  await endSession(await headers());
  redirect("/sign-in");
}

/** What the link offers, for its page; null when it does not work (any more). @throws DomainError `limit_exceeded`. */
export async function findInvitation(token: string): Promise<InvitationView | null> {
  const { addressGroup } = await currentVisitor();
  await countInvitationAttempt(addressGroup);
  const invitation = await find({ token });
  if (invitation) await noteInvitationFound(addressGroup);
  return invitation;
}

/** Makes the account of a set-up or invitation link, signs it in and leads to the first page. */
export async function acceptInvitation(visitor: Visitor, input: AcceptInvitationInput): Promise<never> {
  await countInvitationAttempt(visitor.addressGroup);
  await accept(input);
  await noteInvitationFound(visitor.addressGroup);
  await signInWithPassword(input, await currentSender());
  redirect("/");
}

/** Sets the password of a password link's account, and signs it in as its new password does. */
export async function setPassword(visitor: Visitor, input: LinkPasswordInput): Promise<never> {
  await countInvitationAttempt(visitor.addressGroup);
  const email = await setPasswordByLink(input);
  await noteInvitationFound(visitor.addressGroup);
  return signIn(visitor, { email, password: input.password, next: "/" });
}
