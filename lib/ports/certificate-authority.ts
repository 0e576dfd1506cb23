/** A certificate with its private key, both PEM. The key is a secret. */
export type KeyPair = { certificatePem: string; keyPem: string };

/** The platform's own authority, made at the first start. */
export type PlatformAuthority = {
  /** Its certificate, PEM: what it issued is checked against it. */
  certificatePem(): Promise<string>;
  /** A certificate for a server of the platform that is reached by any of these names or addresses; a new one at each call. */
  issueServer(names: readonly string[]): Promise<IssuedCertificate>;
};

/** A certificate with the moment it ends at. */
export type IssuedCertificate = KeyPair & { expiresAt: Date };

/** Makes the certificates by which the parts of the platform know each other. */
export type CertificateAuthority = {
  /** A new authority, valid for ten years. */
  createAuthority(name: string): Promise<KeyPair>;
  /** For a server that is reached by any of these names or IP addresses. `validDays` at most as long as the authority itself. */
  issueServer(authority: KeyPair, input: { names: readonly string[]; validDays: number }): Promise<KeyPair>;
  /** For a client; `name` tells who it is. */
  issueClient(authority: KeyPair, input: { name: string; validDays: number }): Promise<KeyPair>;
};
