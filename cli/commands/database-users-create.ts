import { z } from "zod";
import { DATABASE_USER_ROUTES } from "@/lib/contract/api/database-users";
import { CATEGORIES } from "@/lib/core/databases/rights";
import { findAddon } from "../addon";
import { command } from "../command";
import { usageFailure } from "../failure";
import { GENERATE, readNewPassword } from "../new-password";

const list = (text: string | undefined): string[] | undefined =>
  text?.split(/[\s,]+/).filter((part) => part !== "");

export const databaseUsersCreate = command({
  name: "database-users-create",
  aliases: ["database-create-user"],
  usage: "<name>",
  group: "Databases",
  summary: "add a user to a database",
  options: [
    ["--read-only", "may read every key and write none"],
    ["--categories <list>", `in place of everything: of ${CATEGORIES.join(", ")}`],
    ["--keys <patterns>", 'with --categories: of these keys only, such as "cache:* session:*"'],
    GENERATE,
  ],
  input: z.object({
    name: z.string(),
    readOnly: z.boolean().default(false),
    categories: z.string().optional(),
    keys: z.string().optional(),
    generate: z.boolean().default(false),
  }),
  async run(session, { name, readOnly, categories, keys, generate }) {
    const { call, options, terminal } = session;
    if (readOnly && categories !== undefined)
      throw usageFailure("--read-only and --categories contradict each other.");
    if (keys !== undefined && categories === undefined)
      throw usageFailure("--keys needs --categories.", `One or more of ${CATEGORIES.join(", ")}.`);
    const params = { database: await findAddon(session, undefined) };
    const rights =
      categories === undefined
        ? { read_only: readOnly }
        : { role: "custom", categories: list(categories), key_patterns: list(keys) };
    const password = await readNewPassword(generate);
    const body = { database_user: { name, ...rights, ...password } };
    const { database_user: user } = (await call(DATABASE_USER_ROUTES.addDatabaseUser, { params, body })).data;
    if (options.json) return terminal.json(user);
    terminal.print(
      user.password === undefined
        ? `User "${user.name}" created.`
        : `User "${user.name}" created with password "${user.password}".`,
    );
  },
});
