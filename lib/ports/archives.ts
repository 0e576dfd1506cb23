import type { ByteRange } from "./backup-storage";

/** What was sealed. Bytes of the dump, and of the archive (`.tar.gz`, as people download it); SHA-256 of the dump in hexadecimal. */
export type ArchiveFigures = { dumpBytes: number; dumpSha256: string; archiveBytes: number };

/** A dump on its way into a storage: an age file whose content is a `.tar.gz` of one folder with `dump.rdb` in it. */
export type SealedDump = {
  head: { bytes: number; read: () => Promise<Uint8Array> };
  body: AsyncIterable<Uint8Array>;
  /** Known once the body has ended. */
  figures: () => ArchiveFigures;
};

/** A stored object, wherever it is. */
export type ObjectSource = { bytes: number; read: (range: ByteRange) => Promise<AsyncIterable<Uint8Array>> };

/**
 * How a dump becomes an object and back. Memory stays flat whatever the size. Keys are those of age: a recipient `age1…` and an identity
 * `AGE-SECRET-KEY-1…`. What is read counts only once its end was reached: what is wrong further on is thrown there.
 * @throws DomainError `invalid` reason `archive_spoilt` with what is wrong: cut, changed, no archive; reason
 * `archive_of_other_key`.
 */
export type Archives = {
  /** A new pair of keys. */
  createIdentity(): Promise<{ identity: string; recipient: string }>;
  /** `folder` is the folder's name within the archive, `fileName` that of the file in it: `dump.rdb` unless told otherwise. What the dump throws comes out of the body as it is. */
  seal(input: {
    dump: AsyncIterable<Uint8Array>;
    folder: string;
    fileName?: string;
    takenAt: Date;
    recipient: string;
  }): Promise<SealedDump>;
  /**
   * The archive within an object, in any range: for downloads. Of the object only the chunks that hold the range are read. A piece is
   * good until the next one is asked for: its memory serves again.
   */
  openArchive(
    object: ObjectSource,
    identity: string,
  ): Promise<{ bytes: number; read: (range: ByteRange) => AsyncIterable<Uint8Array> }>;
  /** The dump within an object, whole: for proofs and restores. */
  readDump(object: ObjectSource, identity: string): AsyncIterable<Uint8Array>;
  /**
   * The dump within a file that a person gave: a dump (`REDIS…`, `VALKEY…`), or an archive of ours or of the reference platform.
   * Never more than `maxBytes`. @throws DomainError `invalid` reason `upload_unreadable` or `upload_too_large`.
   */
  readUpload(file: AsyncIterable<Uint8Array>, maxBytes: number): AsyncIterable<Uint8Array>;
};
