import { z } from "zod";
import { APP_ROUTES } from "@/lib/contract/api/apps";
import { command } from "../command";
import { isDone } from "../operation";

export const create = command({
  name: "create",
  usage: "<name>",
  group: "Apps",
  summary: "make an app",
  options: [
    ["--image <image>", "run its containers from an image"],
    ["--command <command>", "what they run, else what the image says; its entrypoint stays in front"],
    ["--service <service>", "or link an existing Swarm service (administrators only)"],
  ],
  input: z.object({
    name: z.string(),
    image: z.string().optional(),
    command: z.string().optional(),
    service: z.string().optional(),
  }),
  async run(session, app) {
    const { data, operationId } = await session.call(APP_ROUTES.createApp, { body: { app } });
    await isDone(session, { app: data.app.name, operationId: operationId ?? data.app.operation_id ?? null });
    if (session.options.json) session.terminal.json(data.app);
    else session.terminal.print(`App '${data.app.name}' has been created`);
  },
});
