/** Words of a signed token, all readable by whoever holds it. */
export type Claims = Readonly<Record<string, string>>;

/** Signs what a caller shows again later (JSON Web Tokens), with a key that nobody else has. */
export type TokenSigner = {
  sign(claims: Claims, expiresAt: Date): Promise<string>;
  /** The claims of a token that this signer made; null when it did not, when it was changed, or when it has expired. */
  verify(token: string): Promise<Claims | null>;
};
