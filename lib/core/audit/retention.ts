import { DAY_MS } from "../units";

/** For so long it can be asked who did what. */
export const AUDIT_KEPT_DAYS = 400;

/** What is older than this is deleted. */
export const auditKeptSince = (now: Date): Date => new Date(now.getTime() - AUDIT_KEPT_DAYS * DAY_MS);
