/** One container, or `web` for all: what the vendor's command line has in its filter. */
const CONTAINER = /^web(-[0-9a-z]{1,12})?$/;

/** What a reader of logs filters by. */
export type ReadFilter = { q?: string; source?: string };

/** A filter as the API takes it: of an app's logs it may name a container; anything else are words that a line has. */
export function readFilter(kind: "database" | "app", filter: string | undefined): ReadFilter {
  const text = filter?.trim();
  if (!text) return {};
  return kind === "app" && CONTAINER.test(text) ? { source: text } : { q: text };
}
