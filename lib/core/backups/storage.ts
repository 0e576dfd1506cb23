/** Settings of a storage as the records keep them; the secret key, the only secret, stands beside them encrypted. */
export type StorageSettings =
  | { kind: "folder"; path: string }
  | {
      kind: "s3";
      endpoint: string | null;
      region: string;
      bucket: string;
      prefix: string;
      accessKeyId: string;
    };

type Kept = { settings: StorageSettings; secretEncrypted: string | null };
type Location =
  | Extract<StorageSettings, { kind: "folder" }>
  | (Extract<StorageSettings, { kind: "s3" }> & { secretAccessKey: string });

/** What a storage is opened with. */
export function locationOf(
  { cipher }: { cipher: { decrypt: (encrypted: string) => string } },
  { settings, secretEncrypted }: Kept,
): Location {
  return withSecret(settings, secretEncrypted === null ? "" : cipher.decrypt(secretEncrypted));
}

/** The same with the secret in clear; a folder has none. */
export const withSecret = (settings: StorageSettings, secretAccessKey: string): Location =>
  settings.kind === "folder" ? settings : { ...settings, secretAccessKey };

/** Where it is, for people: a folder's path, or `s3://bucket/prefix`. */
export function placeOf(settings: StorageSettings): string {
  if (settings.kind === "folder") return settings.path;
  const prefix = settings.prefix === "" ? "" : `/${settings.prefix}`;
  return `s3://${settings.bucket}${prefix}`;
}
