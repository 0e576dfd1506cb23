import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { z } from "zod";
import { withApi } from "@/tests/api";
import { addSampledDatabase, makeSampledWorld } from "@/tests/sampling";
import { MINUTE_MS } from "../../core/units";
import { findUserByEmail } from "../../db/users";
import { platform } from "../../runtime/container";
import { revokeToken } from "../../services/tokens/revoke-token";
import { logSockets } from "./log-sockets";

const api = withApi();
const world = makeSampledWorld();
let server: Server;
beforeAll(async () => {
  server = createServer().on(
    "upgrade",
    logSockets(() => ({ ...platform(), containers: world.containers })),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => server.close());

/** A database, and the address of its logs as the API gives it out, on the server of this file. */
async function makeFollowed() {
  const made = await addSampledDatabase(world);
  const owner = await findUserByEmail(made.ctx.actor.email);
  if (!owner) throw new Error("the owner is not there");
  const { id: tokenId, jwt } = await api.tokenFor(owner);
  const { body } = await api.call("GET", `/api/databases/${made.resourceId}/logs`, { token: jwt });
  const url = new URL(z.object({ url: z.string() }).parse(body).url);
  const { pathname, search } = url;
  const { port } = server.address() as AddressInfo;
  const address = (path: string) => `ws://127.0.0.1:${port}${path}`;
  return { ...made, owner, tokenId, address, path: `${pathname}${search}&stream=true` };
}

const frameOf = async (client: WebSocket): Promise<unknown> =>
  JSON.parse(String((await once(client, "message"))[0]));

/** Status and body of a socket that was not opened. */
const refusalOf = async (address: string): Promise<{ status: number; body: unknown }> => {
  const client = new WebSocket(address).on("error", () => {});
  const [, answer] = await once(client, "unexpected-response");
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return { status: answer.statusCode, body: JSON.parse(Buffer.concat(chunks).toString()) };
};

describe("a followed log", () => {
  test("comes in frames, each with a line, after a ping", async () => {
    const { address, path, nodeId } = await makeFollowed();
    const client = new WebSocket(address(path));
    expect(await frameOf(client)).toEqual({ event: "ping" });
    const at = "2026-11-01T10:00:00.000000001Z";
    const frame = frameOf(client);
    world.containers.write(nodeId, { at, text: "Ready to accept connections" });
    expect(await frame).toEqual({
      event: "log",
      log: `${at} [node-1] Ready to accept connections`,
      timestamp: at,
    });
    client.terminate();
  });

  test("ends once the token is revoked", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    try {
      const { address, path, ctx, tokenId } = await makeFollowed();
      const client = new WebSocket(address(path));
      expect(await frameOf(client)).toEqual({ event: "ping" });
      await revokeToken(ctx, { id: tokenId });
      const closed = once(client, "close");
      await vi.advanceTimersByTimeAsync(MINUTE_MS);
      expect((await closed)[0]).toBe(1000);
    } finally {
      vi.useRealTimers();
    }
  });

  test("is given to nobody without the token of its address, and to nobody for another database", async () => {
    const { address, path, resourceId } = await makeFollowed();
    const other = await makeFollowed();
    const jwt = new URL(address(path)).searchParams.get("token");
    for (const wrong of [
      `/api/logs/${resourceId}?stream=true`,
      `/api/logs/${resourceId}?stream=true&token=wrong`,
    ])
      expect(await refusalOf(address(wrong))).toMatchObject({ status: 401, body: { code: "no_token" } });
    expect(await refusalOf(address(`/api/logs/${other.resourceId}?stream=true&token=${jwt}`))).toMatchObject({
      status: 404,
    });
    expect(await refusalOf(address(`/v1/apps?token=${jwt}`))).toMatchObject({ status: 404 });
  });
});
