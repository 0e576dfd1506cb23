import { z } from "zod";
import { NOTIFIER_ROUTES } from "@/lib/contract/api/notifiers";
import { command } from "../command";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";

export const notifiersTest = command({
  name: "notifiers-test",
  usage: "<notifier>",
  group: "Activity",
  summary: "send a message to a notifier now, and say what became of it",
  input: z.object({ notifier: z.string() }),
  async run({ app, call, options, terminal }, { notifier: id }) {
    const params = { app: app(), notifier: id };
    const { delivery } = (await call(NOTIFIER_ROUTES.testNotifier, { params })).data;
    if (options.json) terminal.json(delivery);
    if (delivery.state !== "delivered")
      throw new Failure(EXIT.failed, `It was not delivered: ${delivery.reason ?? "nobody knows why"}`);
    if (!options.json) terminal.status("The message has been delivered.");
  },
});
