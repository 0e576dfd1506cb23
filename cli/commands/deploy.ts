import { z } from "zod";
import { APP_CHANGE_ROUTES } from "@/lib/contract/api/app-changes";
import { command } from "../command";
import { isDone } from "../operation";

export const deploy = command({
  name: "deploy",
  usage: "<image>",
  group: "Apps",
  summary: "run another image of the app; what ran before serves on when it does not come up",
  options: [["--command <command>", "what it runs from now on; an empty one for the image's own"]],
  input: z.object({ image: z.string(), command: z.string().optional() }),
  async run(session, { image, command: words }) {
    const app = session.app();
    const body = { app: { image, ...(words !== undefined && { command: words }) } };
    const { data } = await session.call(APP_CHANGE_ROUTES.deployApp, { params: { app }, body });
    const hasEnded = await isDone(session, { app, operationId: data.operation.id });
    if (session.options.json) session.terminal.json(data.operation);
    else session.terminal.print(`'${image}' ${hasEnded ? "has been" : "is being"} deployed to '${app}'`);
  },
});
