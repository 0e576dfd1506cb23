import { z } from "zod";
import { NOTIFIER_ROUTES } from "@/lib/contract/api/notifiers";
import { command } from "../command";
import { notifierFacts } from "../render/notifiers";

export const notifiersDetails = command({
  name: "notifiers-details",
  usage: "<notifier>",
  group: "Activity",
  summary: "show a notifier, and what became of its last message",
  input: z.object({ notifier: z.string() }),
  async run({ app, call, options, terminal }, { notifier: id }) {
    const params = { app: app(), notifier: id };
    const { notifier } = (await call(NOTIFIER_ROUTES.getNotifier, { params })).data;
    if (options.json) terminal.json(notifier);
    else notifierFacts(notifier).forEach(terminal.print);
  },
});
