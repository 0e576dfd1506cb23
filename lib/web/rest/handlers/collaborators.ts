import "server-only";
import { type COLLABORATOR_ROUTES, roleOfBody, toApiCollaborator } from "../../../contract/api/collaborators";
import { getApp } from "../../../services/apps/get-app";
import { addCollaborator } from "../../../services/collaborators/add-collaborator";
import { changeCollaborator } from "../../../services/collaborators/change-collaborator";
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
    await addCollaborator(ctx, { app, email, role: roleOfBody(collaborator) });
    const { id } = await getApp(ctx, { app });
    return { collaborator: toApiCollaborator(id, await getCollaborator(ctx, { app, collaborator: email })) };
  },
  changeCollaborator: async ({ ctx, params, body }) => {
    const { app } = params;
    const { email, role: present } = await getCollaborator(ctx, params);
    await changeCollaborator(ctx, { app, email, role: roleOfBody(body.collaborator) ?? present });
    const { id } = await getApp(ctx, { app });
    return { collaborator: toApiCollaborator(id, await getCollaborator(ctx, params)) };
  },
  removeCollaborator: async ({ ctx, params }) => {
    const { email } = await getCollaborator(ctx, params);
    await removeCollaborator(ctx, { app: params.app, email });
  },
};
