import type { AuthContext, PublicKeyAuthContext } from "ssh2";
import { hangUp } from "./hang-up";
import { note, type Peer, type Serving } from "./peer";
import { isProven, offeredKey } from "./public-key";

/** Lets a peer in by public key and by nothing else; a peer that offers too many is sent away. */
export function watchSignIn<P>(serving: Serving<P>, peer: Peer<P>): void {
  let refusals = 0;
  const refuse = (context: AuthContext) => {
    refusals += 1;
    context.reject(["publickey"]);
    if (refusals < serving.limits.keysPerConnectionMax) return;
    hangUp(peer.connection, `too many keys: none of the first ${refusals} is known here`);
  };
  peer.connection.on("authentication", (context) => {
    peer.client.user = context.username;
    // The first question of every client, which only asks what is accepted.
    if (context.method === "none") return context.reject(["publickey"]);
    if (context.method !== "publickey") return refuse(context);
    signIn(serving, peer, context).then(
      (isAccepted) => (isAccepted ? context.accept() : refuse(context)),
      () => refuse(context),
    );
  });
}

/** True for a key of somebody's, and once it is signed for only when the signature is right. */
async function signIn<P>(
  serving: Serving<P>,
  peer: Peer<P>,
  context: PublicKeyAuthContext,
): Promise<boolean> {
  const key = offeredKey(context);
  const person = key && (await serving.policy.findPerson(peer.client, key));
  if (!key || !person) {
    note(serving, peer, { words: key?.fingerprint ?? `a key of type ${context.key.algo}` });
    return false;
  }
  if (!context.signature) return true;
  if (!isProven(context, key.line)) return false;
  const leave = serving.counts.enterKey(serving.policy.countingKey(person));
  if (!leave) return false;
  // Gone while its key was looked up: nobody else would give this back.
  if (peer.isGone) leave();
  peer.leave.push(leave);
  peer.person = person;
  return !peer.isGone;
}
