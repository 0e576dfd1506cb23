/** Keeps secrets at rest. What `encrypt` returns is text, differs at each call and cannot be changed unnoticed. */
export type Cipher = {
  encrypt(plainText: string): string;
  /** @throws DomainError `internal` when the text was changed or belongs to another key. */
  decrypt(cipherText: string): string;
};
