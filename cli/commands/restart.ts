import { z } from "zod";
import { APP_ROUTES } from "@/lib/contract/api/apps";
import { command } from "../command";
import { follow } from "../operation";

export const restart = command({
  name: "restart",
  usage: "[scope...]",
  group: "Apps",
  summary: "restart the app's containers",
  options: [["--synchronous", "the same as --wait"]],
  input: z.object({ scope: z.array(z.string()).default([]), synchronous: z.boolean().default(false) }),
  async run(session, { scope, synchronous }) {
    const { options, terminal } = session;
    const app = session.app();
    const { data } = await session.call(APP_ROUTES.restartApp, { params: { app }, body: { scope } });
    if (!options.json) terminal.print("Your application is being restarted.");
    // Off the screen the sentence above is the whole truth, and nobody has to wait for it.
    const isFollowed = synchronous || session.waiting === "with steps";
    const operation = isFollowed
      ? await follow(session, { app, operationId: data.operation.id })
      : data.operation;
    if (options.json) terminal.json(operation);
    else if (isFollowed) terminal.print("Your application has been restarted.");
  },
});
