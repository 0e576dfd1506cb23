import "server-only";
import type { APP_CHANGE_ROUTES } from "../../../contract/api/app-changes";
import { toApiOperation } from "../../../contract/api/operations";
import { deployApp } from "../../../services/apps/deploy-app";
import { protectApp } from "../../../services/protection/protect-app";
import type { Handlers } from "../handler";
import { operationPath } from "../paths";

export const APP_CHANGE_HANDLERS: Handlers<typeof APP_CHANGE_ROUTES> = {
  protectApp: async ({ ctx, params: { app }, body }) =>
    protectApp(ctx, { app, isProtected: body.protection.enabled }),
  deployApp: async ({ ctx, params, body, answerHeaders, origin }) => {
    const operation = await deployApp(ctx, { ...body.app, ...params });
    answerHeaders.set("location", `${origin}${operationPath(operation)}`);
    return { operation: toApiOperation(operation) };
  },
};
