import { z } from "zod";
import { DATABASE_ROUTES } from "@/lib/contract/api/databases";
import { findAddon } from "../addon";
import { command } from "../command";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { isDone } from "../operation";
import { STOP_FIRST } from "../options";

export const databaseUpgrade = command({
  name: "database-upgrade",
  usage: "[addon]",
  group: "Databases",
  summary: "upgrade the Redis of an addon to the next version",
  options: [["--to <version>", "another version than the next one"], STOP_FIRST],
  input: z.object({
    addon: z.string().optional(),
    to: z.string().optional(),
    stopFirst: z.boolean().default(false),
  }),
  async run(session, { addon: given, to, stopFirst }) {
    const { call, options, terminal } = session;
    const params = { database: await findAddon(session, given) };
    const { database } = (await call(DATABASE_ROUTES.getDatabase, { params })).data;
    const { resource_id: id, readable_version: version } = database;
    const next = to ?? database.next_version_id;
    if (next === null) throw new Failure(EXIT.refused, `${id} has the newest version already: ${version}.`);
    const body = { version: next, ...(stopFirst && { way: "stop-first" }) };
    const { data } = await call(DATABASE_ROUTES.upgradeDatabase, { params, body });
    const key = { app: database.app_name, operationId: data.operation_id };
    const done = await isDone(session, key);
    if (options.json) return terminal.json(data);
    terminal.status(`Database ${id} ${done ? "has been" : "is being"} upgraded from ${version} to ${next}`);
  },
});
