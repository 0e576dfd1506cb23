import { z } from "zod";
import { DATABASE_USER_ROUTES } from "@/lib/contract/api/database-users";
import { DATABASE_ROUTES } from "@/lib/contract/api/databases";
import { findAddon } from "../addon";
import { command } from "../command";
import { isDone } from "../operation";

export const rotatePassword = command({
  name: "rotate-password",
  usage: "[addon]",
  group: "Databases",
  summary: "give a database a new password without an outage",
  options: [["--end-former", "end the former password now, and disconnect everybody"]],
  input: z.object({ addon: z.string().optional(), endFormer: z.boolean().default(false) }),
  async run(session, { addon, endFormer }) {
    const { call, options, terminal } = session;
    const params = { database: await findAddon(session, addon) };
    if (endFormer) {
      await call(DATABASE_USER_ROUTES.endFormerPassword, { params });
      if (options.json) return terminal.json({ ended: true });
      return terminal.status("The former password ends within seconds");
    }
    const { database } = (await call(DATABASE_ROUTES.getDatabase, { params })).data;
    const { data } = await call(DATABASE_USER_ROUTES.rotatePassword, { params, body: {} });
    const done = await isDone(session, { app: database.app_name, operationId: data.operation_id });
    if (options.json) return terminal.json(data);
    terminal.status(`Database ${database.resource_id} ${done ? "has" : "gets"} a new password`);
    terminal.note("       The former lets in until nobody uses it any more, for a day at most.");
  },
});
