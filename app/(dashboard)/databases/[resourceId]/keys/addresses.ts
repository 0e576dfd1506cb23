import type { DataFilter, DataPlace } from "@/lib/contract/data-client";

/** The page with these keys, and one of them open: a link shows the same view. */
export function keysAddress({ resourceId, db }: DataPlace, { pattern, type }: DataFilter, key = ""): string {
  const given = Object.entries({ db: db === 0 ? "" : String(db), pattern, type, key });
  const query = new URLSearchParams(given.filter(([, value]) => value !== ""));
  return `/databases/${resourceId}/keys${query.size > 0 ? `?${query}` : ""}`;
}
