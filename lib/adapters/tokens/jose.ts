import { createSecretKey, type KeyObject } from "node:crypto";
import { errors, jwtVerify, SignJWT } from "jose";
import type { Claims, TokenSigner } from "../../ports/token-signer";

const ALGORITHM = "HS256";

/** JSON Web Tokens of one issuer, signed with HMAC-SHA-256. `loadKey` is asked once. */
export function joseSigner({
  issuer,
  loadKey,
}: {
  issuer: string;
  loadKey: () => Promise<Uint8Array>;
}): TokenSigner {
  let current: Promise<KeyObject> | undefined;
  const key = (): Promise<KeyObject> => {
    current ??= loadKey().then(
      (bytes) => createSecretKey(bytes),
      (error: unknown) => {
        current = undefined;
        throw error;
      },
    );
    return current;
  };
  return {
    sign: async (claims, expiresAt) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: ALGORITHM, typ: "JWT" })
        .setIssuer(issuer)
        .setIssuedAt()
        .setExpirationTime(Math.floor(expiresAt.getTime() / 1_000))
        .sign(await key()),
    verify: async (token) => {
      try {
        const options = { algorithms: [ALGORITHM], issuer, requiredClaims: ["exp"] };
        return wordsOf((await jwtVerify(token, await key(), options)).payload);
      } catch (error) {
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    },
  };
}

const wordsOf = (payload: object): Claims =>
  Object.fromEntries(Object.entries(payload).filter(([, value]) => typeof value === "string"));
