import type { AddCollaboratorInput } from "../../contract/apps";
import { DomainError } from "../../core/errors";
import { insertCollaborator } from "../../db/collaborators";
import { insertEvent } from "../../db/events";
import { findUserByEmail } from "../../db/users";
import { changeApp, requireApp, requireManager, requireScope } from "../access";
import { type Context, doneBy } from "../context";

/**
 * Gives a person of this Berth access to the app; one who has it keeps it as it is.
 * @throws DomainError `not_found`; `forbidden` unless an owner or an administrator asks; `invalid` for an email without account and
 * for the owner; `conflict` while the app is being deleted.
 */
export async function addCollaborator(
  ctx: Context,
  { app: name, email, role = "operate" }: AddCollaboratorInput,
): Promise<void> {
  requireScope(ctx, "write");
  const app = await requireApp(ctx, name);
  requireManager(ctx, app);
  const user = await findUserByEmail(email);
  if (!user)
    throw refused(
      "no_account",
      `There is no account for ${email}. An administrator can invite them under People.`,
    );
  if (user.id === app.ownerId) throw refused("is_owner", "This person owns the app.");
  await changeApp(ctx, app.id, async (tx) => {
    if (!(await insertCollaborator(tx, { appId: app.id, userId: user.id, role }))) return;
    await insertEvent(
      tx,
      { appId: app.id, ...doneBy(ctx) },
      { type: "new_collaborator", data: { email, role } },
    );
  });
}

const refused = (reason: string, message: string) =>
  new DomainError("invalid", reason, message, { fields: { email: [message] } });
