import "server-only";
import type { APP_LOG_ROUTES } from "../../../contract/api/app-logs";
import { createAppLogsToken } from "../../../services/logs/create-app-logs-token";
import type { Handlers } from "../handler";

export const APP_LOG_HANDLERS: Handlers<typeof APP_LOG_ROUTES> = {
  getAppLogsUrl: async ({ ctx, params, origin }) => {
    const { app, token } = await createAppLogsToken(ctx, params);
    // Clients add to it with `&`.
    return { logs_url: `${origin}/api/logs/apps/${app}?token=${token}&timestamp=${Date.now()}`, app: null };
  },
};
