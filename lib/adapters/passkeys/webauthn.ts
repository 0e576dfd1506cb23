import { z } from "zod";
import { DomainError, type ErrorCode } from "../../core/errors";
import type { Passkeys } from "../../ports/passkeys";

/** Loaded where it is used: most processes never meet a passkey, and it costs each a fifth of a second and 6 MB. */
const library = () => import("@simplewebauthn/server");

const Text = z.string().max(20_000);
const Common = {
  id: Text,
  rawId: Text,
  type: z.literal("public-key"),
  clientExtensionResults: z.object({}).default({}),
};
const NewAnswer = z.object({
  ...Common,
  response: z.object({
    clientDataJSON: Text,
    attestationObject: Text,
    transports: z.array(z.string().max(20)).max(10).default([]),
  }),
});
const Answer = z.object({
  ...Common,
  response: z.object({ clientDataJSON: Text, authenticatorData: Text, signature: Text }),
});

/** Passkeys of the address at which people use this Berth. @source https://www.w3.org/TR/webauthn-3/ */
export function webauthnPasskeys(baseUrl: string): Passkeys {
  const { origin: expectedOrigin, hostname: rpID } = new URL(baseUrl);
  const expected = { expectedOrigin, expectedRPID: rpID, requireUserVerification: true };
  return {
    askForNew: async ({ id, email }, present) => {
      const { generateRegistrationOptions } = await library();
      const options = await generateRegistrationOptions({
        rpName: "Berth",
        rpID,
        userID: new TextEncoder().encode(id),
        userName: email,
        userDisplayName: email,
        excludeCredentials: present.map(({ credentialId, transports }) => ({
          id: credentialId,
          transports,
        })),
        // It names the account by itself, and asks who holds it.
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
      });
      return { options: JSON.stringify(options), challenge: options.challenge };
    },
    readNew: async (answer, challenge) => {
      const { verifyRegistrationResponse } = await library();
      return checked("invalid", async () => {
        const response = NewAnswer.parse(answer);
        const { registrationInfo } = await verifyRegistrationResponse({
          response,
          expectedChallenge: challenge,
          ...expected,
        });
        if (!registrationInfo) return null;
        const { id, publicKey, counter } = registrationInfo.credential;
        return { credentialId: id, publicKey, counter, transports: response.response.transports };
      });
    },
    ask: async () => {
      const { generateAuthenticationOptions } = await library();
      const options = await generateAuthenticationOptions({ rpID, userVerification: "required" });
      return { options: JSON.stringify(options), challenge: options.challenge };
    },
    nameOf: (answer) => Answer.safeParse(answer).data?.id ?? null,
    prove: async (answer, challenge, { credentialId, publicKey, counter, transports }) => {
      const { verifyAuthenticationResponse } = await library();
      return checked("unauthenticated", async () => {
        const { verified, authenticationInfo } = await verifyAuthenticationResponse({
          response: Answer.parse(answer),
          expectedChallenge: challenge,
          credential: { id: credentialId, publicKey, counter, transports },
          ...expected,
        });
        return verified ? authenticationInfo.newCounter : null;
      });
    },
  };
}

/** The library has nothing but the answer at hand: whatever it throws, the answer is at fault. @throws DomainError. */
async function checked<T>(code: ErrorCode, work: () => Promise<T | null>): Promise<T> {
  const refused = (cause?: unknown) =>
    new DomainError(code, "wrong_passkey", "This passkey could not be proved. Try again.", { cause });
  const found = await work().catch((error: unknown) => {
    throw refused(error);
  });
  if (found === null) throw refused();
  return found;
}
