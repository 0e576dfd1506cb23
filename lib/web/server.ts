import "server-only";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import next from "next";
import { NodeRequest, sendNodeResponse } from "srvx/node";
import { SECOND_MS } from "../core/units";
import { config } from "../runtime/config";
import { describeError, log } from "../runtime/log";
import { appendForwardedFor } from "./forwarded-for";
import { serveLogSockets } from "./rest/log-sockets";
import { respondRest } from "./rest/respond";

/** Below `/v1` and `/api`, all but these is the REST API's. */
const OF_PAGES = /^\/(api\/(ui|health|logs)|v1\/openapi\.json)(\/|\?|$)/;
const OF_API = /^\/(v1|api)(\/|\?|$)/;

/** An answer that is still being sent at a stop has so much time left. */
const STOP_MS = 5 * SECOND_MS;

const isOfApi = ({ url = "/" }: IncomingMessage): boolean => OF_API.test(url) && !OF_PAGES.test(url);

/**
 * Serves pages and API on one port until it is told to stop. The API is answered here, before Next, which would cost it more than its
 * own work, and which knows no WebSockets. A start that fails (the port is taken) ends the process; it is started again.
 */
export async function runWeb(): Promise<void> {
  const { PORT: port, BERTH_HOST: hostname } = config();
  process.on("unhandledRejection", (error) =>
    log.error("web.rejection_unhandled", { error: describeError(error) }),
  );
  const pages = next({ dev: false, hostname, port });
  await pages.prepare();
  const server = createServer(listener(pages.getRequestHandler()));
  serveLogSockets(server);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, hostname, resolve);
  });
  log.info("web.started", { hostname, port });
  const end = () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), STOP_MS).unref();
  };
  process.once("SIGTERM", end).once("SIGINT", end);
}

const listener =
  (answerPage: RequestListener): RequestListener =>
  (request, response) => {
    appendForwardedFor(request);
    if (isOfApi(request)) void answerApi(request, response);
    else answerPage(request, response);
  };

async function answerApi(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const answer = await respondRest(new NodeRequest({ req, res }));
  // A caller who is gone is told nothing.
  await sendNodeResponse(res, answer).catch(() => res.destroy());
}
