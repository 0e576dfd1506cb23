import type { CollaboratorRoleInput } from "../../contract/apps";
import { DomainError } from "../../core/errors";
import { setCollaboratorRole } from "../../db/collaborators";
import { insertEvent } from "../../db/events";
import { findUserByEmail } from "../../db/users";
import { changeApp, requireApp, requireManager, requireScope } from "../access";
import { type Context, doneBy } from "../context";

/**
 * Gives a collaborator another role; the same one again changes nothing.
 * @throws DomainError `not_found` also for somebody who is no collaborator; `forbidden` unless an owner or an administrator asks;
 * `conflict` while the app is being deleted.
 */
export async function changeCollaborator(ctx: Context, input: CollaboratorRoleInput): Promise<void> {
  requireScope(ctx, "write");
  const app = await requireApp(ctx, input.app, "look");
  requireManager(ctx, app);
  const { email, role } = input;
  const user = await findUserByEmail(email);
  await changeApp(ctx, app.id, async (tx) => {
    const oldRole = user && (await setCollaboratorRole(tx, { appId: app.id, userId: user.id, role }));
    if (oldRole === null)
      throw new DomainError("not_found", "collaborator", `${email} is no collaborator of this app.`);
    if (oldRole === role) return;
    const by = { appId: app.id, ...doneBy(ctx) };
    await insertEvent(tx, by, { type: "edit_collaborator", data: { email, role, oldRole } });
  });
}
