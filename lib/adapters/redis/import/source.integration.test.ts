import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { askStrictly } from "./ask";
import type { ReplyBounds } from "./reply-bounds";
import { withStream } from "./source";

const BOUNDS: ReplyBounds = { bytesMax: 10_000, itemsMax: 100, depthMax: 2, lineBytesMax: 100 };
const ADDRESS = { host: "127.0.0.1", port: 6379, user: null, password: null, database: null, isTls: false };

let server: Server | undefined;
afterEach(() => void server?.close());

/** A source that lets everybody in, and answers what comes then with that. */
async function openTo(answer: string): Promise<Socket> {
  server = createServer((socket) =>
    socket.on("data", (asked) => {
      for (const _ of asked.toString().matchAll(/echo/gi)) socket.write("$1\r\n-\r\n");
      if (/get/i.test(asked.toString())) socket.write(answer);
    }),
  ).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const socket = connect(typeof address === "object" ? (address?.port ?? 0) : 0, "127.0.0.1");
  await once(socket, "connect");
  return socket;
}

const asking = async (answer: string) =>
  withStream(await openTo(answer), ADDRESS, (end) => askStrictly(end, [["GET", "x"]]), { bounds: BOUNDS });

test("what a source answers is what is read", async () => {
  const large = "x".repeat(9_000);
  expect(await asking(`$${large.length}\r\n${large}\r\n`)).toEqual([Buffer.from(large)]);
});

test.each([
  ["with more than is read at once", "$10001\r\n", "more than Berth takes"],
  ["with more in pieces", `$5000\r\n${"x".repeat(5_000)}\r\n`.repeat(3), "more than Berth takes"],
  ["what no Redis says", "HELLO\r\n", "not the protocol of Redis"],
])("a source that answers %s is left, and is told as that", async (_what, answer, why) => {
  await expect(asking(answer)).rejects.toMatchObject({
    code: "conflict",
    reason: "source_refused",
    message: expect.stringContaining(why),
  });
});
