import type { SessionInput } from "../../contract/people";
import { DomainError } from "../../core/errors";
import { deleteSession } from "../../db/sessions";
import type { Context } from "../context";

/** Signs one of one's own devices out. @throws DomainError `not_found` when it has ended already or is somebody else's. */
export async function revokeSession({ actor }: Context, { id }: SessionInput): Promise<void> {
  if (!(await deleteSession({ userId: actor.userId, id })))
    throw new DomainError("not_found", "session", "This session has ended already.");
}
