/** What is kept of a passkey to know it again; `counter` grows with its uses, or stays 0. */
export type PasskeyKey = {
  credentialId: string;
  publicKey: Uint8Array<ArrayBuffer>;
  counter: number;
  transports: string[];
};

/** What a browser is asked for, as JSON, and the challenge that its answer has to sign. */
export type PasskeyQuestion = { options: string; challenge: string };

/** Keys that a device makes and keeps for this address, and uses once it has seen its owner. */
export type Passkeys = {
  /** Asks for a new one that is none of `present`. */
  askForNew(
    person: { id: string; email: string },
    present: Pick<PasskeyKey, "credentialId" | "transports">[],
  ): Promise<PasskeyQuestion>;
  /** @throws DomainError `invalid` for an answer to another question, of another address, or without its owner. */
  readNew(answer: unknown, challenge: string): Promise<PasskeyKey>;
  /** Asks for any that the device has for this address. */
  ask(): Promise<PasskeyQuestion>;
  /** Which passkey an answer says it is of; null when it is none. Proves nothing. */
  nameOf(answer: unknown): string | null;
  /** Answers the counter to keep. @throws DomainError `unauthenticated` as `readNew`, and for another key or a copied one. */
  prove(answer: unknown, challenge: string, key: PasskeyKey): Promise<number>;
};
