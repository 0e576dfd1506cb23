import { z } from "zod";
import { VARIABLE_ROUTES } from "@/lib/contract/api/variables";
import { command } from "../command";

export const env = command({
  name: "env",
  group: "Environment",
  summary: "print the app's variables",
  input: z.object({}),
  async run({ app, call, options, terminal }) {
    const { variables } = (await call(VARIABLE_ROUTES.listVariables, { params: { app: app() } })).data;
    if (options.json) return terminal.json(variables);
    for (const { name, value } of variables) terminal.print(`${name}=${value}`);
  },
});
