import type { SessionInput } from "../../contract/people";
import { DomainError } from "../../core/errors";
import { deleteSession } from "../../db/sessions";
import { requireSession } from "../access";
import type { Context } from "../context";

/** Signs one of one's own devices out. @throws DomainError `forbidden` for tokens; `not_found` when it has ended already or is somebody else's. */
export async function revokeSession(ctx: Context, { id }: SessionInput): Promise<void> {
  requireSession(ctx);
  if (!(await deleteSession({ userId: ctx.actor.userId, id })))
    throw new DomainError("not_found", "session", "This session has ended already.");
}
