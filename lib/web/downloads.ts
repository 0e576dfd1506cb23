import "server-only";
import { randomUUID } from "node:crypto";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { DomainError } from "../core/errors";
import { MINUTE_MS } from "../core/units";
import type { Platform } from "../runtime/container";
import { describeError, log } from "../runtime/log";
import { type Download, openDownload } from "../services/backups/open-download";
import { askedRange } from "./byte-range";
import { apiRefusalOf } from "./rest/errors";
import { SAFE_HEADERS } from "./rest/response";
import { sendPieces } from "./send-pieces";

const OF_DOWNLOADS = /^\/downloads(\/|\?|$)/;
const PATH = /^\/downloads\/([\w-]+\.[\w-]+\.[\w-]+)(?:\?|$)/;

const METHODS = new Set(["GET", "HEAD"]);

/** A caller who takes nothing for so long is let go. */
const SILENT_MS = 2 * MINUTE_MS;

type Parts = Pick<Platform, "signer" | "cipher" | "openStorage" | "archives" | "backupKey">;

/** Whether a request's path is that of a signed link, or of nothing that could be one. */
export const isOfDownloads = (target: string): boolean => OF_DOWNLOADS.test(target);

/** Sends the archive that a signed link stands for, whole or the part that is asked for; what is refused is told as the API tells it. */
export async function answerDownload(
  request: IncomingMessage,
  response: ServerResponse,
  parts: () => Parts,
): Promise<void> {
  const requestId = randomUUID();
  for (const [name, value] of Object.entries({ ...SAFE_HEADERS, "x-request-id": requestId }))
    response.setHeader(name, value);
  if (!METHODS.has(request.method ?? "")) {
    const body = { error: "A backup is downloaded with GET.", code: "method_not_allowed" };
    return refuse(response, 405, body, { allow: "GET, HEAD" });
  }
  try {
    await send(request, response, await open(request, parts()));
  } catch (error) {
    if (response.headersSent || response.destroyed) return leave(response, error, requestId);
    const { status, body } = apiRefusalOf(error, requestId);
    refuse(response, status, body);
  }
}

/** @throws DomainError `not_found`, `conflict`, `unavailable`. */
function open({ url = "/" }: IncomingMessage, parts: Parts): Promise<Download> {
  const [, token] = PATH.exec(url) ?? [];
  if (token === undefined) throw new DomainError("not_found", "download", "There is no such link.");
  return openDownload(parts, token);
}

async function send(request: IncomingMessage, response: ServerResponse, download: Download): Promise<void> {
  const { fileName, bytes } = download;
  // An archive never changes, so that what names it names its bytes.
  const etag = `"${fileName}-${bytes}"`;
  const headers: OutgoingHttpHeaders = {
    "accept-ranges": "bytes",
    "content-type": "application/gzip",
    "content-disposition": `attachment; filename="${fileName}"`,
    etag,
  };
  const { range: header, "if-range": validator } = request.headers;
  const isSame = validator === undefined || validator === etag;
  const asked = askedRange(isSame ? header : undefined, bytes);
  if (asked.kind === "unsatisfiable") {
    const body = { error: `The archive has ${bytes} bytes.`, code: "range" };
    return refuse(response, 416, body, { "content-range": `bytes */${bytes}` });
  }
  const range = asked.kind === "part" ? asked.range : { from: 0, to: bytes };
  if (asked.kind === "part") headers["content-range"] = `bytes ${range.from}-${range.to - 1}/${bytes}`;
  headers["content-length"] = range.to - range.from;
  response.writeHead(asked.kind === "part" ? 206 : 200, headers);
  if (request.method === "HEAD") return void response.end();
  response.setTimeout(SILENT_MS, () => response.destroy());
  await sendPieces(response, download.read(range));
}

function refuse(
  response: ServerResponse,
  status: number,
  body: object,
  headers: OutgoingHttpHeaders = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

/** The rest cannot be sent: the caller sees by the length that it is missing. */
function leave(response: ServerResponse, error: unknown, requestId: string): void {
  response.destroy();
  log.error("download.failed", { requestId, error: describeError(error) });
}
