import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NodeRequest, sendNodeResponse } from "srvx/node";
import { afterAll, beforeAll, vi } from "vitest";
import { type MemoryContainers, memoryContainers } from "../lib/adapters/docker/memory/container-stats";
import { type MemoryDockerEngine, memoryDockerEngine } from "../lib/adapters/docker/memory/engine";
import { memoryMessenger } from "../lib/adapters/messages/memory";
import { type MemoryRedisAdmin, memoryRedisAdmin } from "../lib/adapters/redis/memory";
import { type MemoryRedisData, memoryRedisData } from "../lib/adapters/redis/memory-data";
import { memoryRedisImports } from "../lib/adapters/redis/memory-import";
import { type MemoryRedisUsers, memoryRedisUsers } from "../lib/adapters/redis/memory-users";
import type { CreateTokenInput } from "../lib/contract/tokens";
import type { UserRow } from "../lib/db/users";
import { config } from "../lib/runtime/config";
import { type Platform, platform } from "../lib/runtime/container";
import { contextOf } from "../lib/runtime/context";
import { ensureInstance } from "../lib/runtime/instance";
import { type Context, personActor } from "../lib/services/context";
import { authenticateToken } from "../lib/services/tokens/authenticate";
import { createToken } from "../lib/services/tokens/create-token";
import { exchangeToken } from "../lib/services/tokens/exchange-token";
import { restApi } from "../lib/web/rest/api";
import { withDatabase } from "./postgres";

export type Sent = {
  /** `Authorization: Bearer`. */
  token?: string | undefined;
  /** Sent as JSON unless it is text. */
  body?: unknown;
  headers?: Record<string, string>;
};

/** JSON as what it says; a file of text as it is. */
function readBody(text: string, headers: Headers): unknown {
  if (text === "") return null;
  return headers.get("content-type")?.startsWith("application/json") ? JSON.parse(text) : text;
}

/** An answer, read. `body` is its JSON, or null when it has none. */
export type Answered = { status: number; headers: Headers; body: unknown };

/** The REST API in this process, on a real database and a world of memory adapters. */
export type Api = {
  engine: MemoryDockerEngine;
  redis: MemoryRedisAdmin;
  redisData: MemoryRedisData;
  users: MemoryRedisUsers;
  containers: MemoryContainers;
  call: (method: string, path: string, sent?: Sent) => Promise<Answered>;
  /** Where it answers over HTTP, for clients that need that. */
  url: () => string;
  /** The context of a person as the API would make it. */
  contextFor: (user: UserRow) => Context;
  /** A token of that person, and the JWT it was exchanged for. */
  tokenFor: (
    user: UserRow,
    input?: Partial<CreateTokenInput>,
  ) => Promise<{ id: string; token: string; jwt: string }>;
};

/** For the calling test file; what is returned is there once its tests run. */
export function withApi(changes: Partial<Platform> = {}): Api {
  const db = withDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), "berth-test-api-"));
  const redis = memoryRedisAdmin();
  const redisData = memoryRedisData();
  const users = memoryRedisUsers(redis);
  const containers = memoryContainers();
  let engine: MemoryDockerEngine | undefined;
  beforeAll(async () => {
    vi.stubEnv("BERTH_DATA_DIR", dataDir);
    vi.stubEnv("DATABASE_URL", db.url());
    const { id: instance } = await ensureInstance(config());
    engine = memoryDockerEngine({ instance });
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
  const theEngine = (): MemoryDockerEngine => {
    if (!engine) throw new Error("the engine is there once the tests run");
    return engine;
  };
  const parts = (): Platform => ({
    ...platform(),
    engine: theEngine(),
    containers,
    redis,
    redisData,
    users,
    messenger: memoryMessenger(),
    imports: memoryRedisImports(),
    requestsPerMinute: 1_000_000,
    ...changes,
  });
  const api = restApi(parts);
  const contextFor = (user: UserRow): Context =>
    contextOf(personActor({ ...user, userId: user.id }, "session"), randomUUID(), parts());
  return {
    get engine() {
      return theEngine();
    },
    redis,
    redisData,
    users,
    containers,
    contextFor,
    url: serve(api).url,
    call: async (method, path, sent) => read(await api(makeRequest(method, path, sent))),
    tokenFor: async (user, input) => {
      const ctx = contextFor(user);
      const { id, token } = await createToken(ctx, { name: "test", scope: "write", ...input });
      const { token: jwt } = await exchangeToken(ctx.signer, await authenticateToken(token));
      return { id, token, jwt };
    },
  };
}

function makeRequest(method: string, path: string, { token, body, headers }: Sent = {}): Request {
  const hasBody = body !== undefined && method !== "GET" && method !== "HEAD";
  return new Request(`http://berth.test${path}`, {
    method,
    headers: {
      host: "berth.test",
      "content-type": "application/json",
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(hasBody && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
}

async function read(response: Response): Promise<Answered> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: readBody(text, response.headers) };
}

/** Puts the API behind a real HTTP server until the test file ends. */
function serve(api: (request: Request) => Promise<Response>): { url: () => string } {
  const server = createServer(
    async (req, res) => void sendNodeResponse(res, await api(new NodeRequest({ req, res }))),
  );
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  afterAll(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
