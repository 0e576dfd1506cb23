import "server-only";
import { type IMPORT_ROUTES, toApiImportCheck } from "../../../contract/api/imports";
import { toApiOperation } from "../../../contract/api/operations";
import { cancelImport } from "../../../services/imports/cancel-import";
import { checkImport } from "../../../services/imports/check-import";
import { startImport } from "../../../services/imports/start-import";
import { switchImport } from "../../../services/imports/switch-import";
import type { Handlers } from "../handler";
import { operationPath } from "../paths";

export const IMPORT_HANDLERS: Handlers<typeof IMPORT_ROUTES> = {
  checkImport: async ({ ctx, params, body }) => ({
    import_check: toApiImportCheck(
      await checkImport(ctx, {
        resourceId: params.database,
        url: body.url,
        isCertificateChecked: body.is_certificate_checked,
      }),
    ),
  }),
  startImport: async ({ ctx, params, body, answerHeaders, origin }) => {
    const operation = await startImport(ctx, {
      resourceId: params.database,
      url: body.url,
      isCertificateChecked: body.is_certificate_checked,
      acceptsLoss: body.accepts_loss,
      keysPerSecondMax: body.keys_per_second_max,
      mode: body.mode,
    });
    answerHeaders.set("location", origin + operationPath(operation));
    return { operation: toApiOperation(operation) };
  },
  switchImport: async ({ ctx, params, answerHeaders, origin }) => {
    const operation = await switchImport(ctx, { resourceId: params.database });
    answerHeaders.set("location", origin + operationPath(operation));
    return { operation: toApiOperation(operation) };
  },
  cancelImport: async ({ ctx, params, answerHeaders, origin }) => {
    const operation = await cancelImport(ctx, { resourceId: params.database });
    answerHeaders.set("location", origin + operationPath(operation));
    return { operation: toApiOperation(operation) };
  },
};
