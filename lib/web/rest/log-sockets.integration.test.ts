import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { z } from "zod";
import { withApi } from "@/tests/api";
import { makeAddon, makeApp } from "@/tests/factories";
import { addSampledDatabase, makeSampledWorld } from "@/tests/sampling";
import { MINUTE_MS } from "../../core/units";
import { findUserByEmail } from "../../db/users";
import { platform } from "../../runtime/container";
import { keepPartitions } from "../../sampling/roll-up";
import { revokeToken } from "../../services/tokens/revoke-token";
import { logSockets } from "./log-sockets";
import { logsOf, respondLogs } from "./logs";

const api = withApi();
const world = makeSampledWorld();
let server: Server;
beforeAll(async () => {
  await keepPartitions(Date.now());
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

  test("of an app too, with the words that are asked for; its address opens no log of a database", async () => {
    const { owner, app } = await makeApp({ source: "image", image: "team/web:1" });
    const { resourceId } = await makeAddon(api.contextFor(owner), app);
    const { jwt } = await api.tokenFor(owner);
    const { body } = await api.call("GET", `/v1/apps/${app.name}/logs`, { token: jwt });
    const { pathname, search } = new URL(z.object({ logs_url: z.url(), app: z.null() }).parse(body).logs_url);
    expect(pathname).toBe(`/api/logs/apps/${app.name}`);
    const { port } = server.address() as AddressInfo;
    const address = (path: string, more = "") => `ws://127.0.0.1:${port}${path}${search}&stream=true${more}`;
    const containerId = "3f2a91c0d4e5".padEnd(64, "0");
    world.containers.addApp({ containerId, serviceName: `${platform().instance}_${app.name}` });
    const client = new WebSocket(address(pathname, "&filter=SLOW"));
    expect(await frameOf(client)).toEqual({ event: "ping" });
    const at = "2026-11-01T10:00:00.000000001Z";
    const frame = frameOf(client);
    world.containers.write(containerId, { at, text: "GET / 200" });
    world.containers.write(containerId, { at, text: "a slow query" });
    expect(await frame).toEqual({
      event: "log",
      log: `${at} [web-3f2a91c0d4e5] a slow query`,
      timestamp: at,
    });
    client.terminate();
    const read = (path: string, more = "") =>
      respondLogs(
        new Request(`http://berth.test${path}${search}${more}`),
        logsOf(path) ?? { kind: "app", name: "" },
        () => ({ ...platform(), containers: world.containers }),
      );
    expect(await (await read(pathname, "&n=1&filter=web-3f2a91c0d4e5")).text()).toContain("a slow query");
    expect((await read(pathname, "&filter=web-000000000000")).status).toBe(204);
    expect((await read(`/api/logs/${resourceId}`)).status).toBe(401);
    const other = await makeApp({ source: "image", image: "team/web:1" });
    expect((await read(`/api/logs/apps/${other.app.name}`)).status).toBe(404);
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
