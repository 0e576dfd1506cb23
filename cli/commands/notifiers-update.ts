import { z } from "zod";
import { NOTIFIER_ROUTES } from "@/lib/contract/api/notifiers";
import { command } from "../command";
import { NOTIFIER_OPTIONS, NotifierOptions, notifierBody } from "../notifier";
import { notifierFacts } from "../render/notifiers";

export const notifiersUpdate = command({
  name: "notifiers-update",
  usage: "<notifier>",
  group: "Activity",
  summary: "change what is given of a notifier",
  options: NOTIFIER_OPTIONS,
  input: NotifierOptions.extend({ notifier: z.string() }),
  async run(session, { notifier: id, ...given }) {
    const { app, call, options, terminal } = session;
    const params = { app: app(), notifier: id };
    const body = { notifier: await notifierBody(session, given) };
    const { notifier } = (await call(NOTIFIER_ROUTES.updateNotifier, { params, body })).data;
    if (options.json) return terminal.json(notifier);
    notifierFacts(notifier).forEach(terminal.print);
    terminal.status("Notifier updated");
  },
});
