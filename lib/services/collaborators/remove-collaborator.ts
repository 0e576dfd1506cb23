import type { CollaboratorInput } from "../../contract/apps";
import { DomainError } from "../../core/errors";
import { deleteCollaborator } from "../../db/collaborators";
import { insertEvent } from "../../db/events";
import { findUserByEmail } from "../../db/users";
import { changeApp, requireApp, requireManager, requireScope } from "../access";
import { type Context, doneBy } from "../context";

/**
 * Takes a person's access to the app away; everyone may leave by themselves.
 * @throws DomainError `not_found` also for somebody who is no collaborator; `forbidden` unless an owner, an administrator or the person
 * asks; `conflict` while the app is being deleted.
 */
export async function removeCollaborator(
  ctx: Context,
  { app: name, email }: CollaboratorInput,
): Promise<void> {
  requireScope(ctx, "write");
  const app = await requireApp(ctx, name, "look");
  if (email !== ctx.actor.email) requireManager(ctx, app);
  const user = await findUserByEmail(email);
  await changeApp(ctx, app.id, async (tx) => {
    if (!user || !(await deleteCollaborator(tx, { appId: app.id, userId: user.id })))
      throw new DomainError("not_found", "collaborator", `${email} is no collaborator of this app.`);
    await insertEvent(
      tx,
      { appId: app.id, ...doneBy(ctx) },
      { type: "delete_collaborator", data: { email } },
    );
  });
}
