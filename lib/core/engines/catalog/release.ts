import type { Release } from "./schema";

/** Every release that Berth knows, of all engines; oldest first within one. */
export type Catalog = readonly Release[];

/** The line of a version: its first two numbers. */
export const lineNameOf = (version: string): string => version.split(".").slice(0, 2).join(".");

/** Before zero for an older version than the other, number by number. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  const differing = left?.findIndex((part, index) => part !== right?.[index]) ?? -1;
  return differing < 0 ? 0 : (left?.[differing] ?? 0) - (right?.[differing] ?? 0);
}

/** In the order of a catalog. */
export const sorted = (releases: readonly Release[]): Catalog =>
  releases.toSorted((a, b) => a.engine.localeCompare(b.engine) || compareVersions(a.version, b.version));
