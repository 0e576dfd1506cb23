import { z } from "zod";
import type { VariableValueView } from "../variables";
import { VariableName, VariableValue } from "../variables";
import { NoAnswer, route } from "./route";
import { AppParams } from "./shared";

const tag = "Variables";
/** More than any app reads, and little enough for one statement. */
const VARIABLES_MAX = 1_000;

const ApiVariable = z
  .object({ id: z.string(), name: z.string(), value: z.string() })
  .meta({ id: "Variable" });

/** A variable with its value, in the words of the API. */
export const toApiVariable = ({ id, name, value }: VariableValueView): z.infer<typeof ApiVariable> => ({
  id,
  name,
  value,
});

const NewVariable = z.object({ name: VariableName, value: VariableValue });
const VariableParams = AppParams.extend({
  variable: z.string().min(1).max(100).describe("Id or name of the variable."),
});

/** Routes about an app's variables. */
export const VARIABLE_ROUTES = {
  listVariables: route({
    method: "GET",
    path: "/v1/apps/{app}/variables",
    tag,
    summary: "An app's variables with their values, sorted by name",
    needs: "read",
    params: AppParams,
    query: z.object({
      aliases: z
        .enum(["true", "false"])
        .default("true")
        .describe("`true` shows an alias as `$NAME`, `false` the value that it stands for."),
    }),
    answer: z.object({ variables: z.array(ApiVariable) }),
  }),
  createVariable: route({
    method: "POST",
    path: "/v1/apps/{app}/variables",
    tag,
    summary: "Set a variable",
    needs: "write",
    params: AppParams,
    body: z.object({ variable: NewVariable }),
    status: 201,
    answer: z.object({ variable: ApiVariable }),
  }),
  setVariables: route({
    method: "PUT",
    path: "/v1/apps/{app}/variables",
    tag,
    summary: "Set many variables, or none when one is refused; others stay as they are",
    needs: "write",
    params: AppParams,
    body: z.object({ variables: z.array(NewVariable).min(1).max(VARIABLES_MAX) }),
    answer: z.object({ variables: z.array(ApiVariable) }),
  }),
  updateVariable: route({
    method: "PATCH",
    path: "/v1/apps/{app}/variables/{variable}",
    tag,
    summary: "Change a variable's value",
    needs: "write",
    params: VariableParams,
    body: z.object({ variable: z.object({ value: VariableValue }) }),
    answer: z.object({ variable: ApiVariable }),
  }),
  deleteVariable: route({
    method: "DELETE",
    path: "/v1/apps/{app}/variables/{variable}",
    tag,
    summary: "Take a variable away",
    needs: "write",
    params: VariableParams,
    status: 204,
    answer: NoAnswer,
  }),
};
