import type { AuthContext, PublicKeyAuthContext } from "ssh2";
import { type Guest, type House, note } from "./guest";
import { hangUp } from "./hang-up";
import { isProven, offeredKey } from "./public-key";

/** Lets a guest in by public key and by nothing else; a guest that offers too many is sent away. */
export function watchSignIn<P>(house: House<P>, guest: Guest<P>): void {
  let refusals = 0;
  const refuse = (context: AuthContext) => {
    refusals += 1;
    context.reject(["publickey"]);
    if (refusals < house.limits.keysPerConnectionMax) return;
    hangUp(guest.connection, `too many keys: none of the first ${refusals} is known here`);
  };
  guest.connection.on("authentication", (context) => {
    guest.client.user = context.username;
    // The first question of every client, which only asks what is accepted.
    if (context.method === "none") return context.reject(["publickey"]);
    if (context.method !== "publickey") return refuse(context);
    signIn(house, guest, context).then(
      (isAccepted) => (isAccepted ? context.accept() : refuse(context)),
      () => refuse(context),
    );
  });
}

/** True for a key of somebody's, and once it is signed for only when the signature is right. */
async function signIn<P>(house: House<P>, guest: Guest<P>, context: PublicKeyAuthContext): Promise<boolean> {
  const key = offeredKey(context);
  const person = key && (await house.policy.findPerson(guest.client, key));
  if (!key || !person) {
    note(house, guest, { words: key?.fingerprint ?? `a key of type ${context.key.algo}` });
    return false;
  }
  if (!context.signature) return true;
  if (!isProven(context, key.line)) return false;
  const leave = house.crowd.enterKey(house.policy.countingKey(person));
  if (!leave) return false;
  // Gone while its key was looked up: nobody else would give this back.
  if (guest.isGone) leave();
  guest.leave.push(leave);
  guest.person = person;
  return !guest.isGone;
}
