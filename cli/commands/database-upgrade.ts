import { z } from "zod";
import { DATABASE_ROUTES } from "@/lib/contract/api/databases";
import { findAddon } from "../addon";
import { command } from "../command";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { isDone } from "../operation";
import { WIRE } from "../wire";

export const databaseUpgrade = command({
  name: "database-upgrade",
  usage: "[addon]",
  group: "Databases",
  summary: "upgrade the Redis of an addon to the next version",
  input: z.object({ addon: z.string().optional() }),
  async run(session, { addon: given }) {
    const { call, options, terminal } = session;
    const params = { database: await findAddon(session, given) };
    const { database } = (await call(DATABASE_ROUTES.getDatabase, { params })).data;
    const { resource_id: id, readable_version: version, next_version_id: next } = database;
    if (next === null) throw new Failure(EXIT.refused, `${id} has the newest version already: ${version}.`);
    const { data, operationId } = await call(WIRE.upgradeDatabase, { params });
    const key = { app: database.app_name, operationId: operationId ?? data.operation_id ?? null };
    const done = await isDone(session, key);
    if (options.json) return terminal.json(data);
    terminal.status(`Database ${id} ${done ? "has been" : "is being"} upgraded from ${version} to ${next}`);
  },
});
