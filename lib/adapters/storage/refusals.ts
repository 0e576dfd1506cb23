import { DomainError } from "../../core/errors";
import { DAY_MS, MINUTE_MS } from "../../core/units";

/** No storage is waited for any longer without a sign of it. */
export const SILENCE_MS = MINUTE_MS;

/** Only what was left unfinished for longer is taken away: a put of today may still be under way. */
export const UNFINISHED_MS = DAY_MS;

export const nameTaken = (name: string, cause?: unknown) =>
  new DomainError("conflict", "name_taken", `The storage has an object ${name} already.`, { cause });

export const notFound = (name: string, cause?: unknown) =>
  new DomainError("not_found", "object_missing", `The storage has no object ${name}.`, { cause });

export const storageAway = (storage: string, why: string, cause?: unknown) =>
  new DomainError("unavailable", "storage_away", `${storage} cannot be reached: ${why}`, { cause });

export const storageFull = (storage: string, why: string, cause?: unknown) =>
  new DomainError("conflict", "storage_full", `${storage} is full: ${why}`, { cause });

export const storageRefused = (storage: string, why: string, cause?: unknown) =>
  new DomainError("conflict", "storage_refused", `${storage} refuses: ${why}`, { cause });
