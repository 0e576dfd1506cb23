import { z } from "zod";
import type { InvitationLinkView, PersonView } from "../people";
import { NoAnswer, route } from "./route";
import { usernameOf } from "./shared";

const tag = "People";

const PersonParams = z.object({ person: z.string().min(1).max(100).describe("Id of the account.") });

const ApiPerson = z
  .object({
    id: z.string(),
    username: z.string(),
    fullname: z.string(),
    email: z.string(),
    is_admin: z.boolean(),
    is_disabled: z.boolean(),
    has_second_factor: z.boolean(),
    apps: z.number().describe("How many apps it owns."),
    created_at: z.iso.datetime(),
  })
  .meta({ id: "Person" });

/** An account in the words of the API, as administrators see it. */
export const toApiPerson = (view: PersonView): z.infer<typeof ApiPerson> => ({
  id: view.id,
  username: usernameOf(view.email),
  fullname: view.name,
  email: view.email,
  is_admin: view.isAdmin,
  is_disabled: view.isDisabled,
  has_second_factor: view.hasSecondFactor,
  apps: view.apps,
  created_at: view.createdAt,
});

const ApiPasswordLink = z
  .object({ email: z.string(), url: z.string(), expires_at: z.iso.datetime() })
  .meta({ id: "PasswordLink" });

/** A one-time link in the words of the API; `origin` is where this Berth was reached. */
export const toApiPasswordLink = (
  { email, path, expiresAt }: InvitationLinkView,
  origin: string,
): z.infer<typeof ApiPasswordLink> => ({ email, url: `${origin}${path}`, expires_at: expiresAt });

/** Routes about everybody's accounts, for administrators. */
export const PERSON_ROUTES = {
  listPeople: route({
    method: "GET",
    path: "/v1/users",
    tag,
    summary: "Everybody with an account",
    needs: "admin",
    answer: z.object({ users: z.array(ApiPerson) }),
  }),
  changePerson: route({
    method: "PATCH",
    path: "/v1/users/{person}",
    tag,
    summary:
      "Disable or enable an account: its sessions end, its tokens and keys open nothing; make it an administrator or none",
    needs: "admin",
    params: PersonParams,
    body: z.object({
      user: z
        .object({ is_disabled: z.boolean().optional(), is_admin: z.boolean().optional() })
        .refine((user) => (user.is_disabled === undefined) !== (user.is_admin === undefined), {
          error: "Say one of is_disabled and is_admin.",
        }),
    }),
    status: 204,
    answer: NoAnswer,
  }),
  removePerson: route({
    method: "DELETE",
    path: "/v1/users/{person}",
    tag,
    summary: "Remove an account with its sessions, tokens and keys",
    needs: "admin",
    params: PersonParams,
    query: z.object({ heir: z.string().optional().describe("Email of who gets the person's apps.") }),
    status: 204,
    answer: NoAnswer,
  }),
  endPersonSessions: route({
    method: "DELETE",
    path: "/v1/users/{person}/sessions",
    tag,
    summary: "Sign a person's browsers out",
    needs: "admin",
    params: PersonParams,
    status: 204,
    answer: NoAnswer,
  }),
  resetSecondFactor: route({
    method: "DELETE",
    path: "/v1/users/{person}/second_factor",
    tag,
    summary: "Take a person's second factor off: the password alone signs in until they set up another",
    needs: "admin",
    params: PersonParams,
    status: 204,
    answer: NoAnswer,
  }),
  createPasswordLink: route({
    method: "POST",
    path: "/v1/users/{person}/password_link",
    tag,
    summary: "A link by which the person chooses a new password, once, within a day",
    needs: "admin",
    params: PersonParams,
    status: 201,
    answer: z.object({ password_link: ApiPasswordLink }),
  }),
};
