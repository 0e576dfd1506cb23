import "server-only";
import { type COLLABORATOR_ROUTES, toApiCollaborator } from "../../../contract/api/collaborators";
import { getApp } from "../../../services/apps/get-app";
import { addCollaborator } from "../../../services/collaborators/add-collaborator";
import { getCollaborator } from "../../../services/collaborators/get-collaborator";
import { listCollaborators } from "../../../services/collaborators/list-collaborators";
import { removeCollaborator } from "../../../services/collaborators/remove-collaborator";
import type { Handlers } from "../handler";

export const COLLABORATOR_HANDLERS: Handlers<typeof COLLABORATOR_ROUTES> = {
  listCollaborators: async ({ ctx, params }) => {
    const [app, all] = await Promise.all([getApp(ctx, params), listCollaborators(ctx, params)]);
    return { collaborators: all.map((view) => toApiCollaborator(app.id, view)) };
  },
  addCollaborator: async ({ ctx, params: { app }, body: { collaborator } }) => {
    const { email } = collaborator;
    await addCollaborator(ctx, { app, email });
    const { id } = await getApp(ctx, { app });
    return { collaborator: toApiCollaborator(id, await getCollaborator(ctx, { app, collaborator: email })) };
  },
  removeCollaborator: async ({ ctx, params }) => {
    const { email } = await getCollaborator(ctx, params);
    await removeCollaborator(ctx, { app: params.app, email });
  },
};
