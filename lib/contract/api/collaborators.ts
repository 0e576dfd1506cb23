import { z } from "zod";
import { APP_ROLES, type AppRole } from "../../core/people/roles";
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
    role: z.enum(APP_ROLES).describe("`view` looks, `operate` changes things, `own` also decides who may."),
    is_limited: z.boolean().describe("The vendor's word for the role `view`."),
  })
  .meta({ id: "Collaborator" });

/** A collaborator in the words of the API. */
export const toApiCollaborator = (
  appId: string,
  { id, email, role, addedAt }: CollaboratorView,
): z.infer<typeof ApiCollaborator> => ({
  id,
  app_id: appId,
  user_id: id,
  username: usernameOf(email),
  email,
  status: "accepted",
  added_at: addedAt,
  role,
  is_limited: role === "view",
});

const Role = z.object({
  role: z.enum(APP_ROLES).optional(),
  is_limited: z.boolean().optional().describe("In place of a role: true for `view`, false for `operate`."),
});

/** What a body asks for, in either way of saying it; undefined where it says nothing. */
export const roleOfBody = ({ role, is_limited }: z.infer<typeof Role>): AppRole | undefined =>
  role ?? (is_limited === undefined ? undefined : is_limited ? "view" : "operate");

const CollaboratorParams = AppParams.extend({ collaborator: z.string().min(1).max(100) });

/** Routes about who else works on an app. */
export const COLLABORATOR_ROUTES = {
  listCollaborators: route({
    method: "GET",
    path: "/v1/apps/{app}/collaborators",
    tag,
    summary: "Who else has access to the app and as what, sorted by email",
    needs: "look",
    params: AppParams,
    answer: z.object({ collaborators: z.array(ApiCollaborator) }),
  }),
  addCollaborator: route({
    method: "POST",
    path: "/v1/apps/{app}/collaborators",
    tag,
    summary: "Let somebody with an account here into the app, as an operator unless said otherwise",
    needs: "write",
    params: AppParams,
    body: z.object({ collaborator: Role.extend({ email: CollaboratorInput.shape.email }) }),
    status: 201,
    answer: z.object({ collaborator: ApiCollaborator }),
  }),
  changeCollaborator: route({
    method: "PATCH",
    path: "/v1/apps/{app}/collaborators/{collaborator}",
    tag,
    summary: "Give a collaborator another role",
    needs: "write",
    params: CollaboratorParams,
    body: z.object({
      collaborator: Role.refine((body) => roleOfBody(body) !== undefined, { error: "Say a role." }),
    }),
    answer: z.object({ collaborator: ApiCollaborator }),
  }),
  removeCollaborator: route({
    method: "DELETE",
    path: "/v1/apps/{app}/collaborators/{collaborator}",
    tag,
    summary: "Take somebody's access to the app away",
    needs: "write",
    params: CollaboratorParams,
    status: 204,
    answer: NoAnswer,
  }),
};
