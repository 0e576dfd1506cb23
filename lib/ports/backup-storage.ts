/** What a storage holds: `name` as it was stored, `/` between its parts; `bytes` as stored. */
export type StoredObject = { name: string; bytes: number; storedAt: Date };

/** Bytes `from` (included) to `to` (left out) of an object; what lies beyond its end is left out as well. */
export type ByteRange = { from: number; to: number };

/**
 * An object to store, in two parts: the head, whose `bytes` are known before and whose content is only known once the body has ended,
 * and the body that follows it. An object whose body is empty may have a shorter head.
 */
export type NewObject = {
  /** Parts of letters, digits, `.`, `_` and `-`, with `/` between them; none begins with a dot. */
  name: string;
  head: { bytes: number; read: () => Promise<Uint8Array> };
  body: AsyncIterable<Uint8Array>;
};

/**
 * Where objects are kept. Nothing is ever overwritten, and an object is there whole or not at all: a half-written one is never listed or
 * read. No call waits longer than a minute for an answer of the storage; how long a body may pause is for its maker to say.
 * @throws DomainError `unavailable` reason `storage_away` when it does not answer; `conflict` reason `storage_full` when there is no room,
 * `storage_refused` with its own words for what it refuses (a wrong key, a bucket that is not there).
 */
export type BackupStorage = {
  /** Resolves with the size of what was stored once it is there for good. @throws DomainError `conflict` reason `name_taken`; whatever the body throws, as it is. */
  put(object: NewObject): Promise<{ bytes: number }>;
  /**
   * Nothing is opened before the first piece is asked for. Of a `fleeting` read a piece is good until the next one is asked for: its
   * memory may serve again. @throws DomainError `not_found`.
   */
  read(name: string, range?: ByteRange, how?: { fleeting: boolean }): Promise<AsyncIterable<Uint8Array>>;
  /** Null when there is none. */
  stat(name: string): Promise<StoredObject | null>;
  /** Every object whose name begins so, in the order of their names. */
  list(prefix: string): AsyncIterable<StoredObject>;
  /** Safe to repeat. */
  remove(name: string): Promise<void>;
  /** Takes away what `put` left unfinished more than a day ago. */
  removeUnfinished(): Promise<void>;
  /** Null where it cannot be known. */
  freeBytes(): Promise<number | null>;
};

/** What a storage is reached by; the secret key is the only secret. `endpoint` null means the provider's own of that region. */
export type StorageLocation =
  | { kind: "folder"; path: string }
  | {
      kind: "s3";
      endpoint: string | null;
      region: string;
      bucket: string;
      prefix: string;
      accessKeyId: string;
      secretAccessKey: string;
    };

/** Nothing is opened before the first call. */
export type OpenStorage = (location: StorageLocation) => BackupStorage;
