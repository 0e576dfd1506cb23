import type { PersonEventView } from "../../contract/people";
import { listPersonEvents as listRows } from "../../db/person-events";
import { requireAdmin } from "../access";
import type { Context } from "../context";

const SHOWN_MAX = 50;

/** What was done to accounts lately, newest first. @throws DomainError `forbidden` unless an administrator asks. */
export async function listPersonEvents(ctx: Context): Promise<PersonEventView[]> {
  requireAdmin(ctx);
  const rows = await listRows(SHOWN_MAX);
  return rows.map(({ createdAt, ...event }) => ({ ...event, createdAt: createdAt.toISOString() }));
}
