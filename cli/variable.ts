import { VARIABLE_ROUTES } from "@/lib/contract/api/variables";
import { EXIT } from "./exit-codes";
import { Failure } from "./failure";
import type { Session } from "./session";

/** A variable's value, an alias by what it stands for. @throws Failure when the app has none of this name. */
export async function getVariable({ app, call }: Session, name: string): Promise<string> {
  const { variables } = (
    await call(VARIABLE_ROUTES.listVariables, { params: { app: app() }, query: { aliases: "false" } })
  ).data;
  const found = variables.find((variable) => variable.name === name);
  if (found) return found.value;
  throw new Failure(EXIT.refused, "environment variable not found", [
    `All of them: berth --app ${app()} env`,
  ]);
}
