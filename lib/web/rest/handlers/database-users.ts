import "server-only";
import type { z } from "zod";
import {
  type DATABASE_USER_ROUTES,
  roleOf,
  toApiDatabaseUser,
  toApiDatabaseUsers,
  toApiUserPassword,
} from "../../../contract/api/database-users";
import {
  AddDatabaseUserInput,
  ChangeDatabaseUserInput,
  PreviewUserInput,
  SetUserPasswordInput,
} from "../../../contract/database-users";
import { DomainError } from "../../../core/errors";
import { addDatabaseUser } from "../../../services/database-users/add-database-user";
import { changeDatabaseUser } from "../../../services/database-users/change-database-user";
import { endFormerPassword } from "../../../services/database-users/end-former-password";
import { listDatabaseUsers } from "../../../services/database-users/list-database-users";
import { previewUser } from "../../../services/database-users/preview-user";
import { removeDatabaseUser } from "../../../services/database-users/remove-database-user";
import { rotatePassword } from "../../../services/database-users/rotate-password";
import { setUserPassword } from "../../../services/database-users/set-user-password";
import { getDatabase } from "../../../services/databases/get-database";
import type { Handlers } from "../handler";
import { databaseOperationPath } from "../paths";

type Rights = {
  role?: z.infer<typeof PreviewUserInput>["role"] | undefined;
  read_only?: boolean | undefined;
  key_patterns?: string[] | undefined;
  categories?: string[] | undefined;
};

/** Rights that a request speaks of, in our words. */
const rightsOf = (given: Rights, otherwise: z.infer<typeof PreviewUserInput>["role"] | undefined) => ({
  role: roleOf(given) ?? otherwise,
  keyPatterns: given.key_patterns,
  categories: given.categories,
});

type Passwords = { password?: string | null | undefined; password_confirmation?: string | null | undefined };

/** An empty one is none. @throws DomainError `invalid` when the confirmation is another. */
function confirmed({ password, password_confirmation: confirmation }: Passwords): string | undefined {
  if (!password) return undefined;
  if (confirmation === undefined || confirmation === null || confirmation === password) return password;
  const message = "Password confirmation doesn't match.";
  throw new DomainError("invalid", "confirmation", message, { fields: { password_confirmation: [message] } });
}

export const DATABASE_USER_HANDLERS: Handlers<typeof DATABASE_USER_ROUTES> = {
  listDatabaseUsers: async ({ ctx, params: { database } }) => ({
    "database-users": toApiDatabaseUsers(await listDatabaseUsers(ctx, { resourceId: database })),
  }),
  addDatabaseUser: async ({ ctx, params, body: { database_user: given } }) => {
    const { name } = given;
    const wanted = { name, ...rightsOf(given, "read-write"), password: confirmed(given) };
    const input = AddDatabaseUserInput.parse({ resourceId: params.database, ...wanted });
    return { database_user: toApiUserPassword(await addDatabaseUser(ctx, input)) };
  },
  updateDatabaseUser: async ({ ctx, params, body: { database_user: given } }) => {
    const key = { resourceId: params.database, name: params.user };
    const password = confirmed(given);
    const wanted = { isOn: given.is_on, ...rightsOf(given, undefined) };
    if (password === undefined) {
      const input = ChangeDatabaseUserInput.parse({ ...key, ...wanted });
      return { database_user: toApiDatabaseUser(await changeDatabaseUser(ctx, input)) };
    }
    if (Object.values(wanted).some((value) => value !== undefined))
      throw new DomainError("invalid", "one_at_a_time", "Change the password by a request of its own.");
    const input = SetUserPasswordInput.parse({ ...key, password });
    return { database_user: toApiUserPassword(await setUserPassword(ctx, input)) };
  },
  removeDatabaseUser: async ({ ctx, params }) => {
    await removeDatabaseUser(ctx, { resourceId: params.database, name: params.user });
  },
  resetUserPassword: async ({ ctx, params }) => ({
    database_user: toApiUserPassword(
      await setUserPassword(ctx, { resourceId: params.database, name: params.user }),
    ),
  }),
  previewDatabaseUser: async ({ ctx, params, body: { database_user: given } }) => {
    const wanted = rightsOf(given, "read-write");
    const input = PreviewUserInput.parse({ resourceId: params.database, ...wanted });
    const { commands } = await previewUser(ctx, input);
    return { commands: commands.map(({ command, isAllowed }) => ({ command, is_allowed: isAllowed })) };
  },
  rotatePassword: async ({ ctx, params: { database }, answerHeaders, origin }) => {
    const { addonId } = await getDatabase(ctx, { resourceId: database });
    const { id } = await rotatePassword(ctx, { resourceId: database });
    answerHeaders.set("location", origin + databaseOperationPath(addonId, { id }));
    return { operation_id: id };
  },
  endFormerPassword: async ({ ctx, params: { database } }) => {
    await endFormerPassword(ctx, { resourceId: database });
  },
};
