import { z } from "zod";
import { NOTIFIER_ROUTES } from "@/lib/contract/api/notifiers";
import { command } from "../command";
import { notifiersTable } from "../render/notifiers";

export const notifiers = command({
  name: "notifiers",
  group: "Activity",
  summary: "list who is told of the app's events",
  input: z.object({}),
  async run({ app, call, options, terminal }) {
    const { data } = await call(NOTIFIER_ROUTES.listNotifiers, { params: { app: app() } });
    if (options.json) terminal.json(data.notifiers);
    else notifiersTable(data.notifiers).forEach(terminal.print);
  },
});
