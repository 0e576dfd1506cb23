import { z } from "zod";
import { DATABASE_ROUTES } from "@/lib/contract/api/databases";
import { findAddon } from "../addon";
import { command } from "../command";
import { isDone } from "../operation";

export const databaseMove = command({
  name: "database-move",
  usage: "[addon]",
  group: "Databases",
  summary: "move the database of an addon, or a node of it, to another host, while it serves",
  options: [
    ["--host <name>", "that one; else the one with the most free memory"],
    ["--node <name>", "of a highly available one this node (berth addons-info names them)"],
  ],
  input: z.object({
    addon: z.string().optional(),
    host: z.string().optional(),
    node: z.string().optional(),
  }),
  async run(session, { addon: given, host, node }) {
    const { call, options, terminal } = session;
    const params = { database: await findAddon(session, given) };
    const { database } = (await call(DATABASE_ROUTES.getDatabase, { params })).data;
    const { data } = await call(DATABASE_ROUTES.moveDatabase, {
      params,
      body: { ...(host && { host }), ...(node && { node }) },
    });
    const done = await isDone(session, { app: database.app_name, operationId: data.operation_id });
    if (options.json) return terminal.json(data);
    const what = node ? `Node ${node} of ${database.resource_id}` : `Database ${database.resource_id}`;
    terminal.status(`${what} ${done ? "has been" : "is being"} moved to ${data.host}`);
  },
});
