import { DomainError } from "../../core/errors";
import { formatBytes } from "../../core/units";

/** Says what is wrong with a file, in the words of whoever reads it. */
export type Refuse = (why: string, cause?: unknown) => DomainError;

export const spoilt: Refuse = (why, cause) =>
  new DomainError("invalid", "archive_spoilt", `The stored archive is spoilt: ${why}`, { cause });

export const ofOtherKey = (cause: unknown) =>
  new DomainError(
    "invalid",
    "archive_of_other_key",
    "The stored archive cannot be opened: it was sealed for another key.",
    { cause },
  );

export const unreadable: Refuse = (why, cause) =>
  new DomainError("invalid", "upload_unreadable", `The file cannot be used: ${why}`, { cause });

export const tooLarge = (maxBytes: number): DomainError =>
  new DomainError(
    "invalid",
    "upload_too_large",
    `The file holds more than ${formatBytes(maxBytes)}, which is the most that is taken.`,
  );
