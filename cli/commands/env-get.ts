import { z } from "zod";
import { command } from "../command";
import { getVariable } from "../variable";

export const envGet = command({
  name: "env-get",
  usage: "<name>",
  group: "Environment",
  summary: "print the value of a variable",
  input: z.object({ name: z.string() }),
  async run(session, { name }) {
    const value = await getVariable(session, name);
    if (session.options.json) session.terminal.json({ name, value });
    else session.terminal.print(value);
  },
});
