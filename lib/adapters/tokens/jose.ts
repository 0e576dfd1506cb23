import { createSecretKey, type KeyObject } from "node:crypto";
import { errors, jwtVerify, SignJWT } from "jose";
import type { Claims, TokenSigner } from "../../ports/token-signer";

const ALGORITHM = "HS256";
/** Tokens that need no second check; more than programs call within an hour. */
const REMEMBERED_MAX = 1_000;

/** JSON Web Tokens of one issuer, signed with HMAC-SHA-256. `loadKey` is asked once. */
export function joseSigner({
  issuer,
  loadKey,
}: {
  issuer: string;
  loadKey: () => Promise<Uint8Array>;
}): TokenSigner {
  // A program shows the same token with each of its requests.
  const verified = new Map<string, { claims: Claims; expiresAtMs: number }>();
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
      const known = verified.get(token);
      if (known && known.expiresAtMs > Date.now()) return known.claims;
      try {
        const options = { algorithms: [ALGORITHM], issuer, requiredClaims: ["exp"] };
        const { payload } = await jwtVerify(token, await key(), options);
        const claims = wordsOf(payload);
        if (verified.size >= REMEMBERED_MAX) verified.clear();
        verified.set(token, { claims, expiresAtMs: (payload.exp ?? 0) * 1_000 });
        return claims;
      } catch (error) {
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    },
  };
}

const wordsOf = (payload: object): Claims =>
  Object.fromEntries(Object.entries(payload).filter(([, value]) => typeof value === "string"));
