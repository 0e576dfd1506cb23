/** What proves that an answer belongs to a sign-in that was begun; kept by the browser, sealed. */
export type SignInProof = { state: string; nonce: string; verifier: string };

/** Whom the provider vouches for: `subject` never changes, everything else may. */
export type Identity = {
  issuer: string;
  subject: string;
  /** As the provider writes it; null where it tells none that it has verified. */
  verifiedEmail: string | null;
  name: string | null;
  /** It asked for more than one proof, and says so. */
  isMultiFactor: boolean;
};

/** Where people of an organisation sign in. All throw DomainError with a reason of `ProviderRefusal`. */
export type IdentityProvider = {
  /** As people know it. */
  name: string;
  issuer: string;
  /** Where to send the browser; asks the provider at the first call. @throws DomainError `unavailable`. */
  begin(): Promise<{ url: string; proof: SignInProof }>;
  /** Who came back with these parameters (`?code=…&state=…`). @throws DomainError `unauthenticated`, `forbidden` or `unavailable`. */
  finish(parameters: string, proof: SignInProof): Promise<Identity>;
  /** Resolves when the provider can be asked. @throws DomainError `unavailable` that says why not. */
  probe(): Promise<void>;
};
