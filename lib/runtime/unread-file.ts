const WORDS: Record<string, string> = {
  ENOENT: "is not there",
  ENOTDIR: "is not there",
  EISDIR: "is a folder",
  EACCES: "may not be read by the user that Berth runs as",
};

/** Why a file could not be read, as the end of a sentence that begins with its name; null for an error that is none of reading. */
export function whyUnread(error: unknown): string | null {
  if (!(error instanceof Error && "code" in error)) return null;
  const code = String(error.code);
  return WORDS[code] ?? `cannot be read (${code})`;
}
