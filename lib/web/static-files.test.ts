import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { staticFiles } from "./static-files";

const CODE = "let a = 1;".repeat(100);
const outer = mkdtempSync(join(tmpdir(), "berth-static-"));
const dir = join(outer, "static");
let server: Server;

beforeAll(async () => {
  mkdirSync(join(dir, "chunks"), { recursive: true });
  for (const file of ["chunks/0_a~b.js", "../outside.js"]) {
    writeFileSync(join(dir, `${file}.br`), brotliCompressSync(CODE));
    writeFileSync(join(dir, `${file}.gz`), gzipSync(CODE));
  }
  server = createServer(staticFiles(dir, (_, response) => response.end("page"))).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.close();
  rmSync(outer, { recursive: true });
});

async function ask(path: string, accepted?: string, method = "GET") {
  const { port } = server.address() as AddressInfo;
  const headers = accepted === undefined ? {} : { "accept-encoding": accepted };
  const sent = request({ port, host: "127.0.0.1", path, method, headers }).end();
  const [answer] = await once(sent, "response");
  return { headers: answer.headers, body: await buffer(answer) };
}

const FILE = "/_next/static/chunks/0_a~b.js";

test.each([
  ["gzip, deflate, br, zstd", "br", brotliDecompressSync],
  ["gzip;q=1.0, br;q=0", "gzip", gunzipSync],
  ["GZIP", "gzip", gunzipSync],
] as const)("who takes %s gets %s", async (accepted, coding, open) => {
  const { headers, body } = await ask(`${FILE}?dpl=1`, accepted);
  expect(headers).toMatchObject({
    "content-encoding": coding,
    "content-type": "application/javascript; charset=UTF-8",
    "cache-control": "public, max-age=31536000, immutable",
    vary: "Accept-Encoding",
    "x-content-type-options": "nosniff",
  });
  expect(open(body).toString()).toBe(CODE);
});

test("HEAD is told the same, without the file", async () => {
  const { headers, body } = await ask(FILE, "br", "HEAD");
  expect(Number(headers["content-length"])).toBe(brotliCompressSync(CODE).length);
  expect(body).toHaveLength(0);
});

test.each([
  [FILE, undefined, "GET"],
  [FILE, "identity", "GET"],
  [FILE, "br", "POST"],
  ["/_next/static/chunks/of-another-build.js", "br", "GET"],
  ["/_next/static/media/font.woff2", "br", "GET"],
  ["/_next/static/../outside.js", "br", "GET"],
  ["/_next/static/chunks/../../outside.js", "br", "GET"],
  ["/_next/static/%2e%2e/outside.js", "br", "GET"],
  ["/_next/static//etc/passwd.js", "br", "GET"],
  ["/apps", "br", "GET"],
])("%s with %s by %s is left to the pages", async (path, accepted, method) => {
  expect((await ask(path, accepted, method)).body.toString()).toBe("page");
});
