import { z } from "zod";
import { NOTIFIER_ROUTES } from "@/lib/contract/api/notifiers";
import { command } from "../command";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { readLine } from "../prompt";

export const notifiersRemove = command({
  name: "notifiers-remove",
  usage: "<notifier>",
  group: "Activity",
  summary: "remove a notifier",
  options: [["--confirm <id>", "the notifier's ID, instead of typing it when asked"]],
  input: z.object({ notifier: z.string(), confirm: z.string().optional() }),
  async run({ app, call, options, terminal }, { notifier: id, confirm }) {
    const params = { app: app(), notifier: id };
    const { notifier } = (await call(NOTIFIER_ROUTES.getNotifier, { params })).data;
    terminal.note(`-----> Destroy ${notifier.name}`);
    if (confirm === undefined) terminal.note(`       To confirm, type the ID of the notifier (${id}):`);
    const typed = confirm ?? (await readLine("-----> "));
    if (typed !== id) throw new Failure(EXIT.failed, `'${typed}' is not '${id}', aborting…`);
    await call(NOTIFIER_ROUTES.removeNotifier, { params });
    if (options.json) return terminal.json({ id });
    terminal.status(`Notifier ${id} has been destroyed`);
  },
});
