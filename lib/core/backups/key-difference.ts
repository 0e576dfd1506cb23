import type { KeyCounts } from "./backup";

/** `expiredMax` keys may be missing over all databases: their time may have run out since. */
type Compared = { wanted: KeyCounts; present: KeyCounts; expiredMax: number };

/** Names the first database that has not the keys that it should have, in words; null when all have. */
export function findKeyDifference({ wanted, present, expiredMax }: Compared): string | null {
  let expiredLeft = expiredMax;
  const numbers = [...new Set([...Object.keys(wanted), ...Object.keys(present)])].sort();
  for (const number of numbers) {
    const missing = (wanted[number] ?? 0) - (present[number] ?? 0);
    if (missing < 0 || missing > expiredLeft)
      return `database ${number} has ${present[number] ?? 0} keys in place of ${wanted[number] ?? 0}`;
    expiredLeft -= missing;
  }
  return null;
}
