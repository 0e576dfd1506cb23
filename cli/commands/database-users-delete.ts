import { z } from "zod";
import { DATABASE_USER_ROUTES } from "@/lib/contract/api/database-users";
import { findAddon } from "../addon";
import { command } from "../command";

export const databaseUsersDelete = command({
  name: "database-users-delete",
  aliases: ["database-delete-user"],
  usage: "<name>",
  group: "Databases",
  summary: "delete a user of a database and end its connections",
  input: z.object({ name: z.string() }),
  async run(session, { name }) {
    const params = { database: await findAddon(session, undefined), user: name };
    await session.call(DATABASE_USER_ROUTES.removeDatabaseUser, { params });
    if (session.options.json) return session.terminal.json({ name });
    session.terminal.status(`User ${name} has been deleted`);
  },
});
