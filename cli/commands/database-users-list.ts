import { z } from "zod";
import { DATABASE_USER_ROUTES } from "@/lib/contract/api/database-users";
import { findAddon } from "../addon";
import { command } from "../command";
import { usersTable } from "../render/database-users";

export const databaseUsersList = command({
  name: "database-users-list",
  aliases: ["database-list-users"],
  usage: "[addon]",
  group: "Databases",
  summary: "list the users of a database",
  input: z.object({ addon: z.string().optional() }),
  async run(session, { addon }) {
    const { call, options, terminal } = session;
    const params = { database: await findAddon(session, addon) };
    const { data } = await call(DATABASE_USER_ROUTES.listDatabaseUsers, { params });
    if (options.json) return terminal.json(data);
    usersTable(data["database-users"]).forEach(terminal.print);
    const until = data["database-users"].find((user) => user.protected)?.former_password_until;
    if (until !== undefined)
      terminal.note(`  /!\\  The addon's former password lets in as well, until ${until} at the latest.`);
  },
});
