import type { AppInput, CollaboratorView } from "../../contract/apps";
import { listCollaborators as listRows } from "../../db/collaborators";
import { requireApp } from "../access";
import type { Context } from "../context";

/** People with access besides the owner and administrators, sorted by email. @throws DomainError `not_found`. */
export async function listCollaborators(ctx: Context, { app: name }: AppInput): Promise<CollaboratorView[]> {
  const app = await requireApp(ctx, name, "look");
  const rows = await listRows(app.id);
  return rows.map(({ userId, email, name: personName, role, createdAt }) => ({
    id: userId,
    email,
    name: personName,
    role,
    addedAt: createdAt.toISOString(),
  }));
}
