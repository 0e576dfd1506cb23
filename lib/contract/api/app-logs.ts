import { z } from "zod";
import { route } from "./route";
import { AppParams } from "./shared";

/** Routes about what an app's containers write. */
export const APP_LOG_ROUTES = {
  getAppLogsUrl: route({
    method: "GET",
    path: "/v1/apps/{app}/logs",
    tag: "Apps",
    summary:
      "Where the logs of an app's containers are read for an hour, without any header: as text, with `n` lines and `filter` (words, or one container such as `web-3f2a91c0d4e5`); with `stream=true` line by line as they are written, as server-sent events or over a WebSocket",
    needs: "read",
    params: AppParams,
    // Clients of the reference platform look for both.
    answer: z.object({ logs_url: z.string(), app: z.null() }),
  }),
};
