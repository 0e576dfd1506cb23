import "server-only";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { join } from "node:path";

/** Scripts and styles of a build: no part of their addresses but the last has a dot. */
const FILE = /^\/_next\/static\/((?:[\w~-]+\/)*[\w~.-]+\.(js|css))(?:\?|$)/;

const TYPES: Record<string, string> = {
  js: "application/javascript; charset=UTF-8",
  css: "text/css; charset=UTF-8",
};

/** What `bin/compress.mjs` makes of each file, the smallest first. */
const FORMS = [
  { coding: "br", ending: "br" },
  { coding: "gzip", ending: "gz" },
] as const;
type Form = (typeof FORMS)[number];

/** @source https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3 */
const takes = (accepted: string, coding: string): boolean =>
  accepted.split(",").some((part) => {
    const [name, weight = "1"] = part.trim().split(/\s*;\s*q=/i);
    return name?.toLowerCase() === coding && Number(weight) > 0;
  });

/**
 * Answers what a build left in `dir` for browsers, in the smallest form that the caller takes; anything else is for `answerPage`. A file's
 * name is of its content, so that it is kept for good.
 */
export function staticFiles(dir: string, answerPage: RequestListener): RequestListener {
  return (request, response) => {
    const [, file, type = ""] = FILE.exec(request.url ?? "") ?? [];
    const accepted = String(request.headers["accept-encoding"] ?? "");
    const form = FORMS.find(({ coding }) => takes(accepted, coding));
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (file === undefined || !form || !isRead) answerPage(request, response);
    else
      answerFile(request, response, { path: join(dir, file), type, form }, answerPage).catch(
        (error: unknown) => {
          response.destroy();
          throw error;
        },
      );
  };
}

async function answerFile(
  request: IncomingMessage,
  response: ServerResponse,
  { path, type, form }: { path: string; type: string; form: Form },
  answerPage: RequestListener,
): Promise<void> {
  // One that is not there may be of another build, which is Next's to say.
  const content = await readFile(`${path}.${form.ending}`).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (content === null) return void answerPage(request, response);
  response.writeHead(200, {
    "content-type": TYPES[type],
    "content-encoding": form.coding,
    "content-length": content.length,
    "cache-control": "public, max-age=31536000, immutable",
    vary: "Accept-Encoding",
    "x-content-type-options": "nosniff",
  });
  response.end(request.method === "HEAD" ? undefined : content);
}
