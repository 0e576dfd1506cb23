import "server-only";
import { toApiVariable, type VARIABLE_ROUTES } from "../../../contract/api/variables";
import { changeVariable } from "../../../services/variables/change-variable";
import { revealVariables } from "../../../services/variables/reveal-variables";
import { setVariable } from "../../../services/variables/set-variable";
import { setVariables } from "../../../services/variables/set-variables";
import { unsetVariable } from "../../../services/variables/unset-variable";
import type { Handlers } from "../handler";

export const VARIABLE_HANDLERS: Handlers<typeof VARIABLE_ROUTES> = {
  listVariables: async ({ ctx, params: { app }, query }) => {
    const variables = await revealVariables(ctx, { app, isResolved: query.aliases === "false" });
    return { variables: variables.map(toApiVariable) };
  },
  createVariable: async ({ ctx, params: { app }, body: { variable } }) => {
    const { id, name } = await setVariable(ctx, { app, ...variable });
    return { variable: { id, name, value: variable.value } };
  },
  setVariables: async ({ ctx, params: { app }, body: { variables } }) => ({
    variables: (await setVariables(ctx, { app, variables })).map(toApiVariable),
  }),
  updateVariable: async ({ ctx, params, body }) => {
    const { value } = body.variable;
    return {
      variable: toApiVariable(await changeVariable(ctx, { app: params.app, name: params.variable, value })),
    };
  },
  deleteVariable: ({ ctx, params: { app, variable } }) => unsetVariable(ctx, { app, name: variable }),
};
