import { DAY_MS, HOUR_MS } from "../units";

/** A storage that has no whole copy of a backup, though one was begun there. */
export type MissingCopy = {
  attempts: number;
  /** When the last attempt was begun. */
  lastTriedAt: Date;
};

/** When a copy that failed is tried again: after an hour, then daily. */
export const nextTryAt = ({ attempts, lastTriedAt }: MissingCopy): Date =>
  new Date(lastTriedAt.getTime() + (attempts === 1 ? HOUR_MS : DAY_MS));
