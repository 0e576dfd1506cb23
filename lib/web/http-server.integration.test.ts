import { once } from "node:events";
import type { Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { withApi } from "@/tests/api";
import { newHttpServer } from "./http-server";

withApi();
let server: Server;
beforeAll(async () => {
  server = newHttpServer(async (request, response) => {
    // Of one that is cut off nobody is left to be answered.
    const body = await text(request).catch(() => "");
    response.end(`page ${request.method} ${request.url} ${body}`);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.close();
});

/** Status and body of what answers these packets. */
async function answerTo(...packets: string[]): Promise<[status: number, body: string]> {
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, "127.0.0.1").setNoDelay();
  await once(socket, "connect");
  for (const packet of packets) await new Promise((resolve) => socket.write(packet, resolve));
  const [head = "", ...body] = (await text(socket)).split("\r\n\r\n");
  return [Number(head.split(" ")[1]), body.join("\r\n\r\n")];
}

const headOf = (...lines: string[]): string => [...lines, "Host: berth", "", ""].join("\r\n");

const CLOSE = "Connection: close";
const NO_TOKEN = expect.stringContaining('"code":"no_token"');
const NO_ROUTE = expect.stringContaining('"resource":"route"');
const NO_PATH = expect.stringContaining('"code":"target"');

test.each([
  ["GET /v1/apps", 401, NO_TOKEN],
  ["GET /api/databases/x", 401, NO_TOKEN],
  ["GET /api/logs/x", 401, NO_TOKEN],
  ["POST /api/logs/x", 405, expect.stringContaining("GET")],
  ["GET /v1", 404, NO_ROUTE],
  ["GET /v1/%zz", 404, NO_ROUTE],
  ["GET /v1/../apps", 404, NO_ROUTE],
  ["GET http://elsewhere/v1/apps", 401, NO_TOKEN],
  ["GET /v1x", 200, "page GET /v1x "],
  ["GET /api/ui/apps", 200, "page GET /api/ui/apps "],
  ["GET http://elsewhere/apps?a=1", 200, "page GET /apps?a=1 "],
  ["OPTIONS *", 400, NO_PATH],
  ["GET ftp://elsewhere/v1/apps", 400, NO_PATH],
  ["GET http://[", 400, NO_PATH],
])("%s is answered %i", async (line, status, body) => {
  expect(await answerTo(headOf(`${line} HTTP/1.1`, CLOSE))).toEqual([
    status,
    typeof body === "string" ? expect.stringContaining(body) : body,
  ]);
});

test.each([
  ["POST /sign-in", true],
  ["POST /v1/databases/x/backups/import", false],
  ["POST /api/ui/databases/x/dump", false],
])("whoever begins %s and does not go on is cut off after two minutes: %s", async (line, isCut) => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const begun = once(server, "request");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  let isClosed = false;
  socket
    .on("error", () => {})
    .once("close", () => {
      isClosed = true;
    });
  socket.write(headOf(`${line} HTTP/1.1`, "Content-Length: 10"));
  const [request] = await begun;
  vi.advanceTimersByTime(120_000);
  vi.useRealTimers();
  expect(request.destroyed).toBe(isCut);
  if (isCut) await expect.poll(() => isClosed).toBe(true);
  socket.destroy();
});

test("a connection is kept longer than proxies keep theirs", async () => {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/v1x`);
  await response.text();
  expect(response.headers.get("keep-alive")).toBe("timeout=75");
});

describe("an offer of another protocol", () => {
  const OFFER = ["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"];

  test("is not taken, and the request answered", async () => {
    expect(await answerTo(headOf("GET /v1/apps HTTP/1.1", ...OFFER))).toEqual([401, NO_TOKEN]);
  });

  test.each([
    ["with the rest of the request", true],
    ["after it", false],
  ])("may have a body %s", async (_name, isAtOnce) => {
    const head = headOf("POST /apps HTTP/1.1", ...OFFER, "Content-Length: 11");
    const answer = isAtOnce ? await answerTo(`${head}hello world`) : await answerTo(head, "hello world");
    expect(answer).toEqual([200, expect.stringContaining("page POST /apps hello world")]);
  });

  test.each([
    ["/apps", 404, NO_ROUTE],
    ["//", 404, NO_ROUTE],
    ["http://[", 404, NO_ROUTE],
    ["/api/logs/x", 401, NO_TOKEN],
  ])("to open a WebSocket of %s is refused with %i", async (target, status, body) => {
    const head = headOf(`GET ${target} HTTP/1.1`, "Connection: Upgrade", "Upgrade: WebSocket");
    expect(await answerTo(head)).toEqual([status, body]);
  });
});
