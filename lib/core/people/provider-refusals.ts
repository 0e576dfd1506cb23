/** Why a sign-in by the identity provider did not come to its end, as the sign-in page tells it; `provider` is the provider's name. */
const WORDS = {
  provider_away: (provider: string) => `${provider} does not answer. Try again in a moment.`,
  provider_refused: (provider: string) =>
    `${provider} does not take this Berth's request. Ask an administrator: the reason is in the log.`,
  provider_not_trusted: (provider: string) =>
    `${provider} answered in a way that cannot be trusted. Begin again; if it stays so, ask an administrator.`,
  clocks_differ: (provider: string) =>
    `The clocks of Berth and ${provider} do not agree. Ask an administrator to set them.`,
  consent_refused: (provider: string) => `You did not finish signing in with ${provider}.`,
  begin_again: () =>
    "This sign-in took too long, or was begun in another tab or at another address. Begin again.",
  email_not_verified: (provider: string) =>
    `${provider} knows no verified email address of you. Have it verified there first.`,
  no_account: (provider: string) =>
    `There is no account here with the email address that ${provider} knows of you. Ask an administrator for an invitation.`,
  other_identity: (provider: string) =>
    `The account with your email address belongs to somebody else of ${provider}. Ask an administrator.`,
  account_disabled: () => "This account is disabled. Ask an administrator to enable it.",
  too_many_attempts: () => "Too many failed attempts. Try again in 15 minutes.",
  unexpected: (provider: string) =>
    `Something went wrong with ${provider}. If it stays so, ask an administrator.`,
};
/** One of these refusals; stable. */
export type ProviderRefusal = keyof typeof WORDS;

/** What a person is told. */
export const providerRefusalWords = (refusal: ProviderRefusal, provider: string): string =>
  WORDS[refusal](provider);

const KNOWN: readonly string[] = Object.keys(WORDS);
// It stands among the keys.
const isKnown = (text: string): text is ProviderRefusal => KNOWN.includes(text);

/** `text` as a refusal; `unexpected` for anything else. */
export const readProviderRefusal = (text: string): ProviderRefusal => (isKnown(text) ? text : "unexpected");
