import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { NodeRequest } from "srvx/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { appendForwardedFor } from "./forwarded-for";

let server: Server;
beforeAll(async () => {
  server = createServer((req, res) => {
    appendForwardedFor(req);
    const { headers } = new NodeRequest({ req, res });
    headers.get("authorization");
    res.end(headers.get("x-forwarded-for"));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.close();
});

/** What is believed of a request with these header lines. */
async function believed(...lines: string[]): Promise<string | undefined> {
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, "127.0.0.1");
  socket.end(["GET / HTTP/1.1", "Host: berth", "Connection: close", ...lines, "", ""].join("\r\n"));
  return (await text(socket)).split("\r\n\r\n")[1];
}

test.each([
  { lines: [], address: "127.0.0.1" },
  { lines: ["X-Forwarded-For: 9.9.9.9"], address: "9.9.9.9, 127.0.0.1" },
  { lines: ["X-Forwarded-For: 9.9.9.9", "X-Forwarded-For: 8.8.8.8"], address: "9.9.9.9, 8.8.8.8, 127.0.0.1" },
  {
    lines: ["X-Forwarded-For: 9.9.9.9", "Authorization: a", "Authorization: b"],
    address: "9.9.9.9, 127.0.0.1",
  },
])("of $lines the last address is the one that was heard", async ({ lines, address }) => {
  expect(await believed(...lines)).toBe(address);
});
