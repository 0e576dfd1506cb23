import { z } from "zod";
import { VARIABLE_ROUTES } from "@/lib/contract/api/variables";
import { command } from "../command";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { restartHint } from "../render/environment";

export const envUnset = command({
  name: "env-unset",
  usage: "<names...>",
  group: "Environment",
  summary: "take variables away",
  input: z.object({ names: z.array(z.string()) }),
  async run({ app, call, options, terminal }, { names }) {
    const { variables } = (await call(VARIABLE_ROUTES.listVariables, { params: { app: app() } })).data;
    const missing = names.find((name) => !variables.some((variable) => variable.name === name));
    if (missing) throw new Failure(EXIT.refused, `${missing} variable does not exist`);
    for (const { id } of variables.filter(({ name }) => names.includes(name)))
      await call(VARIABLE_ROUTES.deleteVariable, { params: { app: app(), variable: id } });
    if (options.json) return terminal.json({ names });
    for (const name of names) terminal.print(`${name} has been unset.`);
    for (const line of restartHint(app())) terminal.print(line);
  },
});
