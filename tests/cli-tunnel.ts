import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { afterAll, afterEach, beforeAll } from "vitest";
import { newHostKey } from "../lib/adapters/ssh/host-key";
import { startSshServer } from "../lib/adapters/ssh/server";
import { newReader, type Reply } from "../lib/core/console/resp";
import { SSH_LIMITS } from "../lib/core/ssh/limits";
import type { SshServer } from "../lib/ports/ssh-server";
import { testAuthority } from "./authority";
import { type Answers, withCli } from "./cli";
import { newKey } from "./ssh";

export const KEY = newKey();
export const PASSWORD = "secret-of-redis";
export const PUBLISHED = `redis://my-app-3030:${PASSWORD}@my-app-3030:6379/2`;

/** As the API answers with a certificate. */
export const pemFile = (body: string) => ({ body, headers: { "content-type": "application/x-pem-file" } });

const wordsOf = (reply: Reply): string[] =>
  reply.type === "list"
    ? reply.items.map((item) => (item.type === "text" ? item.bytes.toString("latin1") : ""))
    : [];

/** Null hangs up, empty is no answer. */
function answerOf(words: string[], state: { isIn: boolean; isSilent: boolean }): string | null {
  if (words[0] === "CLIENT") state.isSilent = words[2] === "OFF";
  if (state.isSilent) return "";
  switch (words[0]) {
    case "AUTH":
      state.isIn = words[2] === PASSWORD;
      return state.isIn ? "+OK" : "-WRONGPASS wrong";
    case "PING":
      return "+PONG";
    case "BREAK":
      return null;
    case "FAIL":
      return "-ERR failed";
    case "HELLO":
      return "%1\r\n+proto\r\n:3";
    case "CLIENT":
      return "+OK";
    case "SUBSCRIBE":
      return words
        .slice(1)
        .map((name, index) => `*3\r\n$9\r\nsubscribe\r\n$${name.length}\r\n${name}\r\n:${index + 1}`)
        .concat(`*3\r\n$7\r\nmessage\r\n$1\r\na\r\n$2\r\nhi`)
        .join("\r\n");
    default:
      return state.isIn ? `$${words.join(" ").length}\r\n${words.join(" ")}` : "-NOAUTH";
  }
}

/** Redis as far as these tests go: it answers with the words it got, once the password was right. */
function serveRedis(sockets: Set<Socket>) {
  return (socket: Socket) => {
    sockets.add(socket);
    const read = newReader();
    const state = { isIn: false, isSilent: false };
    socket.on("error", () => {}).once("close", () => sockets.delete(socket));
    socket.on("data", (bytes) => {
      for (const reply of read(bytes)) {
        const said = answerOf(wordsOf(reply), state);
        if (said === null) socket.destroy();
        else socket.write(said === "" ? "" : `${said}\r\n`, "latin1");
      }
    });
  };
}

/** Redis in plain text, until it is told to speak TLS. */
function redisServers(sockets: Set<Socket>) {
  const plain = createServer(serveRedis(sockets));
  let secure: Server | undefined;
  const listen = (server: Server) =>
    new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  return {
    start: () => listen(plain),
    /** With a certificate for that name. */
    startSecure: async (authority: ReturnType<typeof testAuthority>, name: string) => {
      const { certificatePem: cert, keyPem: key } = await authority.issueServer([name]);
      secure?.close();
      secure = createTlsServer({ cert, key }, serveRedis(sockets));
      await listen(secure);
    },
    stopSecure: () => {
      secure?.close();
      secure = undefined;
    },
    connect: () => {
      const address = (secure ?? plain).address();
      return connect(typeof address === "object" && address ? address.port : 0, "127.0.0.1");
    },
    stop: () => new Promise((resolve) => plain.close(resolve)),
  };
}

/** An SSH gateway before something that answers as Redis does, and the command line to reach it with; for the calling test file. */
export function withTunnel() {
  const cli = withCli();
  let ssh: SshServer;
  const users: string[] = [];
  const sockets = new Set<Socket>();
  const running: ChildProcess[] = [];

  const redis = redisServers(sockets);
  const authority = testAuthority();

  async function startGateway(hostKey = newHostKey(), port = 0): Promise<void> {
    ssh = await startSshServer({
      host: "127.0.0.1",
      port,
      hostKey,
      limits: SSH_LIMITS,
      policy: {
        findPerson: async ({ user }, { line }) => {
          users.push(user);
          return KEY.line.startsWith(line) ? {} : null;
        },
        isWelcome: async () => true,
        countingKey: () => "ada",
        openTunnel: async (_person, { host, port: wanted }) => {
          if (`${host}:${wanted}` !== "my-app-3030:6379") throw new Error("refused");
          return redis.connect();
        },
        noteRefusal: () => {},
      },
    });
  }

  /** What the API tells of the gateway and of the app's variables. */
  function answer(place = `127.0.0.1:${ssh.port}`, url = PUBLISHED, more: Answers = {}): void {
    const region = {
      name: "berth",
      display_name: "Berth",
      ssh: place,
      api: cli.url(),
      dashboard: cli.url(),
      database_api: cli.url(),
      default: true,
    };
    cli.answer({
      "GET /v1/ca_certificate": pemFile(authorityPem),
      "GET /v1/regions": { body: { regions: [region] } },
      "GET /v1/apps/my-app/variables": { body: { variables: [{ id: "v1", name: "REDIS_URL", value: url }] } },
      ...more,
    });
  }

  let authorityPem = "";
  beforeAll(async () => {
    authorityPem = await authority.certificatePem();
    await redis.start();
    writeFileSync(join(cli.dir(), "key"), KEY.privateKey, { mode: 0o600 });
    writeFileSync(join(cli.dir(), "other-key"), newKey().privateKey, { mode: 0o600 });
    await startGateway();
  });
  afterEach(() => {
    for (const child of running.splice(0)) child.kill("SIGKILL");
    redis.stopSecure();
  });
  afterAll(async () => {
    await ssh.close();
    for (const socket of sockets) socket.destroy();
    await redis.stop();
  });

  /** One that goes on. */
  function start(...words: string[]) {
    const child = spawn(process.execPath, [join(cli.dir(), "berth.cjs"), "--app", "my-app", ...words], {
      cwd: cli.dir(),
      env: { NODE_ENV: "test", HOME: cli.dir(), BERTH_URL: cli.url(), BERTH_API_TOKEN: "tk-us-test" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.push(child);
    return child;
  }

  const redisConsole = (words: string[], input = "") =>
    cli.berth(["--app", "my-app", "redis-console", "-i", "key", ...words], { input });

  return {
    cli,
    /** Whom the gateway was asked for. */
    users,
    /** Open connections to Redis. */
    sockets,
    /** The gateway as it runs now. */
    gateway: () => ssh,
    startGateway,
    /** From here to the end of the test Redis speaks TLS, with a certificate for that name. */
    startSecure: (name: string) => redis.startSecure(authority, name),
    answer,
    start,
    redisConsole,
  };
}
