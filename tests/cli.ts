import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer, text } from "node:stream/consumers";
import { afterAll, beforeAll, vi } from "vitest";

export type Asked = {
  method: string;
  path: string;
  query: string;
  authorization: string;
  /** The `Idempotency-Key`; null without one. */
  key: string | null;
  body: unknown;
};
/** `isLost` breaks the connection in place of an answer. */
type Answered = { isLost?: boolean; status?: number; body?: unknown; headers?: Record<string, string> };
/** By method and path: "GET /v1/apps". Whatever else is asked for is not there. */
export type Answers = Record<string, Answered | ((asked: Asked) => Answered)>;

export type Ended = { exitCode: number | null; out: string; err: string };

/** The built command line, in a folder of its own, and an HTTP server for it to talk to. */
export type Cli = {
  dir: () => string;
  url: () => string;
  /** What was asked since the last `answer`. */
  asked: Asked[];
  answer: (answers: Answers) => void;
  berth: (
    words: string[],
    more?: { env?: Record<string, string>; input?: string; cwd?: string; encoding?: BufferEncoding },
  ) => Promise<Ended>;
};

const TOKEN = "tk-us-test";

/** For the calling test file; builds the command line once. */
export function withCli(): Cli {
  const dir = mkdtempSync(join(tmpdir(), "berth-test-cli-"));
  const program = join(dir, "berth.cjs");
  const asked: Asked[] = [];
  let answers: Answers = {};
  let url = "";
  const server = createServer(async (request, response) => {
    const { pathname, search } = new URL(request.url ?? "", "http://localhost");
    const body = await text(request);
    const entry: Asked = {
      method: request.method ?? "",
      path: pathname,
      query: search,
      authorization: request.headers.authorization ?? "",
      key: request.headers["idempotency-key"]?.toString() ?? null,
      body: body === "" ? null : JSON.parse(body),
    };
    asked.push(entry);
    const found = answers[`${entry.method} ${pathname}`] ?? {
      status: 404,
      body: { error: "not found", code: "not_found" },
    };
    const answer = typeof found === "function" ? found(entry) : found;
    if (answer.isLost) return void request.socket.destroy();
    response.writeHead(answer.status ?? 200, { "content-type": "application/json", ...answer.headers });
    response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body));
  });
  // Each test starts programs, several times as slowly on a busy machine.
  vi.setConfig({ testTimeout: 30_000 });
  beforeAll(async () => {
    execFileSync(process.execPath, ["cli/bundle.mjs", program]);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(dir, { recursive: true, force: true });
  });
  return {
    dir: () => dir,
    url: () => url,
    asked,
    answer: (next) => {
      answers = next;
      asked.length = 0;
    },
    berth: async (words, { env = {}, input = "", cwd = dir, encoding = "utf8" } = {}) => {
      const child = spawn(process.execPath, [program, ...words], {
        cwd,
        env: {
          NODE_ENV: "test",
          PATH: process.env.PATH,
          HOME: dir,
          TZ: "UTC",
          BERTH_URL: url,
          BERTH_API_TOKEN: TOKEN,
          ...env,
        },
      });
      const [out, err, exitCode] = await Promise.all([
        buffer(child.stdout).then((bytes) => bytes.toString(encoding)),
        text(child.stderr),
        new Promise<number | null>((resolve) => child.once("close", resolve)),
        new Promise<void>((resolve) => child.stdin.on("error", () => {}).end(input, () => resolve())),
      ]);
      return { exitCode, out, err };
    },
  };
}

/** What a request with the token of these tests carries. */
export const AUTHORIZATION = `Basic ${Buffer.from(`:${TOKEN}`).toString("base64")}`;
