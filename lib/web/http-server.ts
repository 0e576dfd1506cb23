import "server-only";
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Duplex } from "node:stream";
import { NodeRequest, sendNodeResponse } from "srvx/node";
import { HOUR_MS, MINUTE_MS } from "../core/units";
import { platform } from "../runtime/container";
import { answerDownload, isOfDownloads } from "./downloads";
import { appendForwardedFor } from "./forwarded-for";
import { markRequest } from "./mark-request";
import { restApi } from "./rest/api";
import { logSockets } from "./rest/log-sockets";
import { logsOf, respondLogs } from "./rest/logs";

/** Below `/v1` and `/api`, all but these is the REST API's. */
const OF_PAGES = /^\/(api\/(ui|health)|v1\/openapi\.json)(\/|\?|$)/;
const OF_API = /^\/(v1|api)(\/|\?|$)/;

const isOfApi = (target: string): boolean => OF_API.test(target) && !OF_PAGES.test(target);

/** A file that is sent to us may take long; Node would cut it off after five minutes. */
const REQUEST_MS = 6 * HOUR_MS;
/** Everything else that is sent to us: a caller who takes longer is cut off. */
const BODY_MS = 2 * MINUTE_MS;
const OF_UPLOADS = /^\/(v1|api)\/[^?]*\/(import|dump)(\?|$)/;
/** Longer than proxies (60 s) keep a connection: whoever ends it first may end it under a request that is on its way. Node's own is 5 s. */
const KEEP_ALIVE_MS = 75_000;

const respondRest = restApi(platform);

/** Answers the REST API, readers of logs and downloads of backups by itself, and asks `answerPage` for everything else. */
export function newHttpServer(answerPage: RequestListener): Server {
  const openLogSocket = logSockets(platform);
  const server = createServer(
    { requestTimeout: REQUEST_MS, keepAliveTimeout: KEEP_ALIVE_MS },
    (request, response) => {
      const target = targetOf(request);
      if (target === null) return refuse(response);
      request.url = target;
      appendForwardedFor(request);
      if (!OF_UPLOADS.test(target)) endLate(request);
      if (isOfDownloads(target)) void answerDownload(request, response, platform);
      else if (isOfApi(target)) void answerApi(request, response, target);
      else {
        markRequest(request, response, target);
        answerPage(request, response);
      }
    },
  );
  return server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.headers.upgrade?.toLowerCase() === "websocket") void openLogSocket(request, socket, head);
    else answerAnyway(server, request, socket, head);
  });
}

/** The socket goes with it: nobody is waited for who does not send what he began. */
function endLate(request: IncomingMessage): void {
  const late = setTimeout(() => {
    if (!request.complete) request.destroy();
  }, BODY_MS).unref();
  request.once("close", () => clearTimeout(late));
}

/**
 * Path and query of a request, also of one that names the whole address; null for one that names none.
 * @source https://www.rfc-editor.org/rfc/rfc9112#section-3.2
 */
function targetOf({ url = "/" }: IncomingMessage): string | null {
  if (url.startsWith("/")) return url;
  if (!/^https?:/i.test(url) || !URL.canParse(url)) return null;
  const { pathname, search } = new URL(url);
  return pathname + search;
}

function refuse(response: ServerResponse): void {
  const body = { error: "Ask for a path that begins with a slash.", code: "target" };
  response.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function answerApi(req: IncomingMessage, res: ServerResponse, target: string): Promise<void> {
  const request = new NodeRequest({ req, res });
  const logs = logsOf(target);
  const answer = await (logs ? respondLogs(request, logs, platform) : respondRest(request));
  // A caller who is gone is told nothing.
  await sendNodeResponse(res, answer).catch(() => res.destroy());
}

const OF_UPGRADE = new Set(["connection", "upgrade", "http2-settings"]);

/**
 * Hears a request again without its offer to go on with another protocol, which some clients make every time and nobody has to take: by
 * itself Node would leave it to us unanswered.
 * @source https://www.rfc-editor.org/rfc/rfc9110#section-7.8
 */
function answerAnyway(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`, "Connection: close"];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const [name = "", value] = rawHeaders.slice(at, at + 2);
    if (!OF_UPGRADE.has(name.toLowerCase())) lines.push(`${name}: ${value}`);
  }
  // In reverse order: the body is the last part, and there may be only some of it.
  socket.unshift(head);
  socket.unshift(Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"));
  server.emit("connection", socket);
}
