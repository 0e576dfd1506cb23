import { z } from "zod";
import { VARIABLE_ROUTES } from "@/lib/contract/api/variables";
import { formatDotenv } from "@/lib/core/variables/dotenv-format";
import { command } from "../command";

export const env = command({
  name: "env",
  group: "Environment",
  summary: "print the app's variables as a .env file, which env-set --file reads",
  input: z.object({}),
  async run({ app, call, options, terminal }) {
    const { variables } = (await call(VARIABLE_ROUTES.listVariables, { params: { app: app() } })).data;
    if (options.json) return terminal.json(variables);
    for (const variable of variables) terminal.print(formatDotenv(variable));
  },
});
