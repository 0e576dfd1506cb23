/**
 * The format that a series of Redis writes, to a replica as to its disk, and the latest that it reads; tried between each two of
 * them. A replica drops its data before it finds out that it cannot read its master's.
 */
const FORMATS: Readonly<Record<string, number>> = { "6.0": 9, "7.0": 10, "8.0": 12 };

/** Whether a version reads the files of another, and in words why not. */
export type ReadDecision =
  | { allowed: true }
  | { allowed: false; reason: "version_unknown" | "format_unreadable"; message: string };

/** Says whether a Redis of version `to` can follow one of version `from`, both as INFO tells them. */
export function canReplicate({ from, to }: { from: string; to: string }): ReadDecision {
  const [written, read] = [formatOf(from), formatOf(to)];
  if (written === undefined || read === undefined) {
    const version = written === undefined ? from : to;
    const message = `It is not known whether Redis ${to} reads what Redis ${from} writes: ${version} is no version that Berth offers.`;
    return { allowed: false, reason: "version_unknown", message };
  }
  if (written <= read) return { allowed: true };
  const message = `Redis ${to} cannot read what Redis ${from} writes. Choose a later version.`;
  return { allowed: false, reason: "format_unreadable", message };
}

const formatOf = (version: string): number | undefined => FORMATS[version.split(".").slice(0, 2).join(".")];
