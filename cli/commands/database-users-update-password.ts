import { z } from "zod";
import { DATABASE_USER_ROUTES } from "@/lib/contract/api/database-users";
import { findAddon } from "../addon";
import { command } from "../command";
import { GENERATE, readNewPassword } from "../new-password";

export const databaseUsersUpdatePassword = command({
  name: "database-users-update-password",
  aliases: ["database-update-user-password"],
  usage: "<name>",
  group: "Databases",
  summary: "give a user of a database a new password",
  options: [GENERATE],
  input: z.object({ name: z.string(), generate: z.boolean().default(false) }),
  async run(session, { name, generate }) {
    const { call, options, terminal } = session;
    const params = { database: await findAddon(session, undefined), user: name };
    const given = await readNewPassword(generate);
    const { database_user: user } =
      given.password === undefined
        ? (await call(DATABASE_USER_ROUTES.resetUserPassword, { params, body: {} })).data
        : (await call(DATABASE_USER_ROUTES.updateDatabaseUser, { params, body: { database_user: given } }))
            .data;
    if (options.json) return terminal.json(user);
    terminal.print(
      user.password === undefined
        ? `User "${name}" password updated.`
        : `User "${name}" updated with password "${user.password}".`,
    );
  },
});
