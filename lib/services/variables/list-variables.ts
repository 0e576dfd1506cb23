import type { AppInput } from "../../contract/apps";
import type { VariableView } from "../../contract/variables";
import { listVariables as listRows } from "../../db/variables";
import { requireApp } from "../access";
import type { Context } from "../context";
import { variableView } from "./view";

/** The app's variables without their values, sorted by name. @throws DomainError `not_found`. */
export async function listVariables(ctx: Context, { app: name }: AppInput): Promise<VariableView[]> {
  const app = await requireApp(ctx, name, "look");
  return (await listRows(app.id)).map(variableView);
}
