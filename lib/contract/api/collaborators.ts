import { z } from "zod";
import type { CollaboratorView } from "../apps";
import { CollaboratorInput } from "../apps";
import { NoAnswer, route } from "./route";
import { AppParams, usernameOf } from "./shared";

const tag = "Apps";

const ApiCollaborator = z
  .object({
    id: z.string(),
    app_id: z.string(),
    user_id: z.string(),
    username: z.string(),
    email: z.string(),
    status: z.literal("accepted"),
    added_at: z.iso.datetime(),
  })
  .meta({ id: "Collaborator" });

/** A collaborator in the words of the API. */
export const toApiCollaborator = (
  appId: string,
  { id, email, addedAt }: CollaboratorView,
): z.infer<typeof ApiCollaborator> => ({
  id,
  app_id: appId,
  user_id: id,
  username: usernameOf(email),
  email,
  status: "accepted",
  added_at: addedAt,
});

/** Routes about who else works on an app. */
export const COLLABORATOR_ROUTES = {
  listCollaborators: route({
    method: "GET",
    path: "/v1/apps/{app}/collaborators",
    tag,
    summary: "Who else may do everything with the app, sorted by email",
    needs: "look",
    params: AppParams,
    answer: z.object({ collaborators: z.array(ApiCollaborator) }),
  }),
  addCollaborator: route({
    method: "POST",
    path: "/v1/apps/{app}/collaborators",
    tag,
    summary: "Let somebody with an account here work on the app",
    needs: "write",
    params: AppParams,
    body: z.object({ collaborator: z.object({ email: CollaboratorInput.shape.email }) }),
    status: 201,
    answer: z.object({ collaborator: ApiCollaborator }),
  }),
  removeCollaborator: route({
    method: "DELETE",
    path: "/v1/apps/{app}/collaborators/{collaborator}",
    tag,
    summary: "Take somebody's access to the app away",
    needs: "write",
    params: AppParams.extend({ collaborator: z.string().min(1).max(100) }),
    status: 204,
    answer: NoAnswer,
  }),
};
