import type { CollaboratorView } from "../../contract/apps";
import { DomainError } from "../../core/errors";
import { requireScope } from "../access";
import type { Context } from "../context";
import { listCollaborators } from "./list-collaborators";

/** A collaborator of the app by id or email. @throws DomainError `not_found`. */
export async function getCollaborator(
  ctx: Context,
  { app, collaborator }: { app: string; collaborator: string },
): Promise<CollaboratorView> {
  requireScope(ctx, "look");
  const all = await listCollaborators(ctx, { app });
  const found = all.find(({ id, email }) => id === collaborator || email === collaborator.toLowerCase());
  if (!found)
    throw new DomainError("not_found", "collaborator", "This person is no collaborator of the app.");
  return found;
}
