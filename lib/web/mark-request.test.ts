import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { markRequest } from "./mark-request";

let server: Server;
beforeAll(async () => {
  server = createServer((request, response) => {
    markRequest(request, response, request.url ?? "");
    response.end(JSON.stringify(request.headers));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.close();
});

/** The headers that Next would read, and those of the answer. */
async function ask(path: string, headers: Record<string, string> = {}) {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
  return { read: z.record(z.string(), z.string()).parse(await response.json()), sent: response.headers };
}

const POLICY = "content-security-policy";
const nonceOf = (policy = "") => /script-src 'self' 'nonce-([\w-]{36})'/.exec(policy)?.[1];

test("a page is told its policy, its id and its path, and the answer says the first two", async () => {
  const { read, sent } = await ask("/apps/shop?tab=2");
  expect(nonceOf(read[POLICY])).toBeDefined();
  expect(sent.get(POLICY)).toBe(read[POLICY]);
  expect(read["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  expect(sent.get("x-request-id")).toBe(read["x-request-id"]);
  expect(read["x-berth-path"]).toBe("/apps/shop?tab=2");
  const next = await ask("/apps/shop?tab=2");
  expect(nonceOf(next.read[POLICY])).not.toBe(nonceOf(read[POLICY]));
});

test("what a caller claims of these does not count", async () => {
  const claims = {
    [POLICY]: "script-src 'nonce-theirs'",
    "x-request-id": "theirs",
    "x-berth-path": "//evil",
  };
  const { read } = await ask("/apps", claims);
  expect(JSON.stringify(read)).not.toMatch(/theirs|evil/);
});

test.each([
  ["/apps?_rsc=1xy9", "/apps"],
  ["/apps?q=a%20b&_rsc=1xy9", "/apps?q=a+b"],
  ["//apps", "//apps"],
])("of %s the path is %s", async (target, path) => {
  expect((await ask(target)).read["x-berth-path"]).toBe(path);
});

test("a file of the build is no page", async () => {
  const { read, sent } = await ask("/_next/static/a.woff2");
  expect(read).not.toHaveProperty("x-request-id");
  expect(sent.has(POLICY)).toBe(false);
});
