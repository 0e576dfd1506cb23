const YEAR_SECONDS = 31_536_000;

/** Keeps what a person has chosen in this browser, where the server reads it too. */
export function keepChoice(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: browsers have the Cookie Store API on HTTPS only.
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}
