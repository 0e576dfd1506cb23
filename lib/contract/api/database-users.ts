import { z } from "zod";
import { CATEGORIES, ROLES, type Role } from "../../core/databases/rights";
import type { DatabaseUsersView, DatabaseUserView, UserPasswordView } from "../database-users";
import { NoAnswer, route } from "./route";
import { DatabaseParams } from "./shared";

const tag = "Database users";

const ApiDatabaseUser = z
  .object({
    name: z.string(),
    read_only: z.boolean(),
    protected: z.boolean().describe("True for the addon's own user, which has both names."),
    role: z.enum([...ROLES, "owner"]),
    key_patterns: z.array(z.string()),
    categories: z
      .array(z.enum(CATEGORIES))
      .describe("Of a custom role: kinds of commands, as Redis names them."),
    is_on: z.boolean(),
    is_applied: z
      .boolean()
      .describe("False while Redis, which may be busy, has not been told yet what was asked for last."),
    created_at: z.iso.datetime(),
    former_password_until: z.iso
      .datetime()
      .optional()
      .describe("Of the addon's own user: when its former password ends at the latest, while it has one."),
    password: z.string().optional().describe("One that was made by the server: this once."),
  })
  .meta({ id: "DatabaseUser" });

/** A user in the words of the API. */
export const toApiDatabaseUser = (view: DatabaseUserView): z.infer<typeof ApiDatabaseUser> => ({
  name: view.name,
  read_only: view.role === "read-only",
  protected: view.isProtected,
  role: view.role,
  key_patterns: view.keyPatterns,
  categories: view.categories,
  is_on: view.isOn,
  is_applied: view.isApplied,
  created_at: view.createdAt,
});

/** Every user, the addon's own with the end of its former password. */
export const toApiDatabaseUsers = ({
  users,
  formerPasswordUntil: until,
}: DatabaseUsersView): z.infer<typeof ApiDatabaseUser>[] =>
  users.map((user) => ({
    ...toApiDatabaseUser(user),
    ...(user.isProtected && until !== null && { former_password_until: until }),
  }));

/** The same with a password that was just made. */
export const toApiUserPassword = ({ user, password }: UserPasswordView): z.infer<typeof ApiDatabaseUser> => ({
  ...toApiDatabaseUser(user),
  ...(password !== null && { password }),
});

const Rights = {
  role: z.enum(ROLES).optional().describe("In place of `read_only`."),
  key_patterns: z.array(z.string()).optional().describe("Of a custom role, without it every key."),
  categories: z.array(z.enum(CATEGORIES)).optional().describe("Of a custom role."),
};

const Password = {
  password: z.string().nullish().describe("24 to 64 characters; without it one is made and answered."),
  password_confirmation: z.string().nullish(),
};

const ApiNewUser = z.object({
  database_id: z.string().optional(),
  name: z.string(),
  read_only: z.boolean().optional(),
  ...Rights,
  ...Password,
});
const ApiChangedUser = z.object({
  is_on: z.boolean().optional(),
  read_only: z.boolean().optional(),
  ...Rights,
  ...Password,
});

/** The role that a request means by either word; null when it says nothing of it. */
export const roleOf = ({
  role,
  read_only: isReadOnly,
}: {
  role?: Role | undefined;
  read_only?: boolean | undefined;
}): Role | null => role ?? (isReadOnly === undefined ? null : isReadOnly ? "read-only" : "read-write");

const UserParams = DatabaseParams.extend({ user: z.string().min(1).max(100) });
const Answer = z.object({ database_user: ApiDatabaseUser });

/** Routes about who may sign in to a database, and as what. */
export const DATABASE_USER_ROUTES = {
  listDatabaseUsers: route({
    method: "GET",
    path: "/api/databases/{database}/users",
    tag,
    summary: "Users of a database, the addon's own first",
    needs: "look",
    params: DatabaseParams,
    answer: z.object({ "database-users": z.array(ApiDatabaseUser) }),
  }),
  addDatabaseUser: route({
    method: "POST",
    path: "/api/databases/{database}/users",
    tag,
    summary: "Add a user",
    needs: "write",
    params: DatabaseParams,
    body: z.object({ database_user: ApiNewUser }),
    status: 201,
    answer: Answer,
  }),
  updateDatabaseUser: route({
    method: "PATCH",
    path: "/api/databases/{database}/users/{user}",
    tag,
    summary: "Give a user a password or other rights, or switch it on or off; its connections end",
    needs: "write",
    params: UserParams,
    body: z.object({ database_user: ApiChangedUser }),
    answer: Answer,
  }),
  removeDatabaseUser: route({
    method: "DELETE",
    path: "/api/databases/{database}/users/{user}",
    tag,
    summary: "Delete a user; its connections end",
    needs: "write",
    params: UserParams,
    status: 204,
    answer: NoAnswer,
  }),
  resetUserPassword: route({
    method: "POST",
    path: "/api/databases/{database}/users/{user}/reset_password",
    tag,
    summary: "Make a new password for a user and answer it, this once",
    needs: "write",
    params: UserParams,
    answer: Answer,
  }),
  previewDatabaseUser: route({
    method: "POST",
    path: "/v1/databases/{database}/users/preview",
    tag,
    summary: "What a user with such rights might and might not do; no command is run",
    needs: "read",
    params: DatabaseParams,
    body: z.object({ database_user: z.object({ read_only: z.boolean().optional(), ...Rights }) }),
    answer: z.object({
      commands: z.array(z.object({ command: z.string(), is_allowed: z.boolean() })),
    }),
  }),
  rotatePassword: route({
    method: "POST",
    path: "/v1/databases/{database}/rotate_password",
    tag,
    summary:
      "Give the addon a new password without an outage: the app is told it and restarted. The former ends once nobody uses it, after a day at the latest",
    needs: "write",
    params: DatabaseParams,
    status: 202,
    answer: z.object({ operation_id: z.string() }),
  }),
  endFormerPassword: route({
    method: "DELETE",
    path: "/v1/databases/{database}/former_password",
    tag,
    summary: "End the former password at once, and with it every connection of the addon's own user",
    needs: "write",
    params: DatabaseParams,
    status: 204,
    answer: NoAnswer,
  }),
};
