import { z } from "zod";
import { HOST_ROUTES } from "@/lib/contract/api/hosts";
import { command } from "../command";

export const hostsActivate = command({
  name: "hosts-activate",
  usage: "<host>",
  group: "Hosts",
  summary: "stop a drain, and let the host take databases again (administrators)",
  input: z.object({ host: z.string() }),
  async run({ call, options, terminal }, { host }) {
    await call(HOST_ROUTES.activateHost, { params: { host } });
    if (options.json) terminal.json({ host });
    else terminal.status(`Host ${host} takes databases again`);
  },
});
