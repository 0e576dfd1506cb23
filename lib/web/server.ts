import "server-only";
import { createServer } from "node:http";
import next from "next";
import { SECOND_MS } from "../core/units";
import { config } from "../runtime/config";
import { log } from "../runtime/log";
import { surviveRejections } from "../runtime/rejections";
import { newHttpServer } from "./http-server";
import { staticFiles } from "./static-files";

/** An answer that is still being sent at a stop has so much time left. */
const STOP_MS = 5 * SECOND_MS;

/**
 * Serves pages and API on one port until it is told to stop. The API is answered before Next, which would cost it more than its own
 * work, and which knows no WebSockets. A start that fails (the port is taken) ends the process; it is started again.
 */
export async function runWeb(): Promise<void> {
  const { PORT: port, BERTH_HOST: hostname } = config();
  surviveRejections("web");
  // Next ends all WebSockets of the server that it is given, or else of the one that its first request came to: this one has none.
  const pages = next({ dev: false, hostname, port, httpServer: createServer() });
  await pages.prepare();
  const server = newHttpServer(staticFiles(".next/static", pages.getRequestHandler()));
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
