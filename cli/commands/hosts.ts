import { z } from "zod";
import { HOST_ROUTES } from "@/lib/contract/api/hosts";
import { command } from "../command";
import { hostsTable } from "../render/hosts";

export const hosts = command({
  name: "hosts",
  group: "Hosts",
  summary: "list the machines of the Swarm (administrators)",
  input: z.object({}),
  async run({ call, options, terminal }) {
    const { data } = await call(HOST_ROUTES.listHosts);
    if (options.json) terminal.json(data.hosts);
    else hostsTable(data.hosts).forEach(terminal.print);
  },
});
