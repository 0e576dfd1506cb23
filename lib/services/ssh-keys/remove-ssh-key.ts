import type { SshKeyInput } from "../../contract/tokens";
import { DomainError } from "../../core/errors";
import { deleteSshKey } from "../../db/ssh-keys";
import { requireAccount } from "../access";
import type { Context } from "../context";

/** The key opens nothing any more. @throws DomainError `forbidden`; `not_found` also for somebody else's. */
export async function removeSshKey(ctx: Context, { id }: SshKeyInput): Promise<void> {
  requireAccount(ctx, "write");
  if (!(await deleteSshKey({ userId: ctx.actor.userId, id })))
    throw new DomainError("not_found", "key", "This key does not exist.");
}
