import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import ssh2, { type ParsedKey } from "ssh2";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type Answers, withCli } from "@/tests/cli";
import { newKey, say } from "@/tests/ssh";
import { newHostKey } from "../lib/adapters/ssh/host-key";
import { startSshServer } from "../lib/adapters/ssh/server";
import { SSH_LIMITS } from "../lib/core/ssh/limits";
import type { SshServer } from "../lib/ports/ssh-server";
import { newReader } from "./console/resp";
import { fingerprintOf } from "./tunnel/key-file";

const cli = withCli();
const KEY = newKey();
const PASSWORD = "secret-of-redis";
const PUBLISHED = `redis://my-app-3030:${PASSWORD}@my-app-3030:6379/2`;

let ssh: SshServer;
let users: string[];
const sockets = new Set<Socket>();
const running: ChildProcess[] = [];

/** Redis as far as these tests go: it answers with the words it got, once the password was right. */
const redis = createServer((socket) => {
  sockets.add(socket);
  const read = newReader();
  const state = { isIn: false, isSilent: false };
  socket.on("error", () => {}).once("close", () => sockets.delete(socket));
  socket.on("data", (bytes) => {
    for (const reply of read(bytes)) {
      const words =
        reply.type === "list"
          ? reply.items.map((item) => (item.type === "text" ? item.bytes.toString("latin1") : ""))
          : [];
      const said = answerOf(words, state);
      if (said === null) socket.destroy();
      else socket.write(said === "" ? "" : `${said}\r\n`, "latin1");
    }
  });
});

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
        const address = redis.address();
        return connect(typeof address === "object" && address ? address.port : 0, "127.0.0.1");
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
    "GET /v1/regions": { body: { regions: [region] } },
    "GET /v1/apps/my-app/variables": { body: { variables: [{ id: "v1", name: "REDIS_URL", value: url }] } },
    ...more,
  });
}

beforeAll(async () => {
  await new Promise<void>((resolve) => redis.listen(0, "127.0.0.1", resolve));
  writeFileSync(join(cli.dir(), "key"), KEY.privateKey, { mode: 0o600 });
  writeFileSync(join(cli.dir(), "other-key"), newKey().privateKey, { mode: 0o600 });
  users = [];
  await startGateway();
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});
afterAll(async () => {
  await ssh.close();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => redis.close(resolve));
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

const console_ = (words: string[], input = "") =>
  cli.berth(["--app", "my-app", "redis-console", "-i", "key", ...words], { input });

describe("redis-console", () => {
  test("one command is answered plainly, as the app's user in the URL's database", async () => {
    answer();
    expect(await console_(["GET", "a key"])).toEqual({ exitCode: 0, out: "GET a key\n", err: "" });
    expect(users.at(-1)).toBe("my-app");
  });

  test("lines of standard input are answered one by one, also after Redis has hung up", async () => {
    answer();
    const { exitCode, out, err } = await console_([], 'GET "a  b"\n\nFAIL\nBREAK\nGET c\nquit\nGET d\n');
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: "GET a  b\nERR failed\nGET c\n" });
    expect(err).toContain("Redis has closed the connection.");
  });

  test("RESP3 is read, quotes are those of redis-cli, and answers are written byte for byte", async () => {
    answer();
    const ended = await cli.berth(["--app", "my-app", "redis-console", "-i", "key"], {
      input: 'HELLO 3\nGET "a\\nb\\x00\\xff"\n',
      encoding: "latin1",
    });
    expect(ended).toEqual({ exitCode: 0, out: "proto\n3\nGET a\nb\x00\xff\n", err: "" });
  });

  test("commands without an answer are not waited for, and those after them get their own", async () => {
    answer();
    const input = "CLIENT REPLY OFF\nSET a 1\nCLIENT REPLY ON\nGET b\nCLIENT REPLY OFF\nSET c 1\n";
    expect(await console_([], input)).toMatchObject({ exitCode: 0, out: "OK\nGET b\n", err: "" });
  });

  test("a subscription is followed until it ends", async () => {
    answer();
    const child = start("redis-console", "-i", "key", "SUBSCRIBE", "a", "b");
    let out = "";
    child.stdout.on("data", (piece) => {
      out += piece;
    });
    await expect.poll(() => out, { timeout: 20_000 }).toContain("message\na\nhi\n");
    expect(out).toBe("subscribe\na\n1\nsubscribe\nb\n2\nmessage\na\nhi\n");
    child.kill("SIGINT");
    await once(child, "exit");
  });

  test("what Redis refuses ends with 4", async () => {
    answer();
    expect(await console_(["FAIL"])).toEqual({ exitCode: 4, out: "", err: " !     ERR failed\n" });
    answer(undefined, PUBLISHED.replace(PASSWORD, "wrong"));
    expect((await console_(["PING"])).err).toBe(" !     WRONGPASS wrong\n");
  });

  test("the password stands in no output", async () => {
    answer();
    const { out, err } = await console_(["PING"]);
    expect(out + err).not.toContain(PASSWORD);
  });
});

describe("keys to sign in with", () => {
  /** A home with these files in `.ssh`. */
  function home(files: Record<string, string>): string {
    const dir = mkdtempSync(join(cli.dir(), "home-"));
    mkdirSync(join(dir, ".ssh"), { mode: 0o700 });
    for (const [name, text] of Object.entries(files))
      writeFileSync(join(dir, ".ssh", name), text, { mode: 0o600 });
    return dir;
  }
  const locked = () =>
    ssh2.utils.generateKeyPairSync("ed25519", { passphrase: "secret", cipher: "aes256-ctr", rounds: 16 });
  const ping = (env: Record<string, string>, ...words: string[]) =>
    cli.berth(["--app", "my-app", "redis-console", ...words, "PING"], { env });

  test.each([
    ["IdentityFile ~/.ssh/mine"],
    ["Host 127.0.0.1\n  identityfile %d/.ssh/none\n  identityfile %d/.ssh/mine"],
  ])("a file that the configuration of ssh names: %j", async (config) => {
    answer();
    const HOME = home({ config, mine: KEY.privateKey });
    expect(await ping({ HOME })).toEqual({ exitCode: 0, out: "PONG\n", err: "" });
  });

  test("one with a passphrase is found, and told why it is not used where nobody can be asked", async () => {
    answer();
    const { private: key, public: line } = locked();
    const { exitCode, err } = await ping({ HOME: home({ id_ed25519: key, "id_ed25519.pub": line }) });
    expect(exitCode).toBe(2);
    expect(err).toMatch(/id_ed25519 is not used: it has a passphrase\. Name it .+ -i .+id_ed25519/);
    expect(err).not.toContain("ssh-keygen");
  });

  test("those that were left out are told when none of the others is known", async () => {
    answer();
    const files = { id_ed25519: newKey().privateKey, id_rsa: locked().private };
    const { exitCode, err } = await ping({ HOME: home(files) });
    expect(exitCode).toBe(4);
    expect(err).toContain("The SSH gateway knows none of your keys.");
    expect(err).toMatch(/id_rsa is not used: it has a passphrase/);
  });

  const SECURITY_KEY = Buffer.from("openssh-key-v1\0 none sk-ssh-ed25519@openssh.com").toString("base64");
  test.each([
    ["a public key", KEY.line, "it is a public key. The private one is the file without .pub"],
    ["a key of PuTTY", "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: aes256-cbc\n", "it is of PuTTY"],
    [
      "a security key",
      `-----BEGIN OPENSSH PRIVATE KEY-----\n${SECURITY_KEY}\n-----END OPENSSH PRIVATE KEY-----\n`,
      "it is of a security key",
    ],
    ["something else", "hello", "it is no private key that is known"],
  ])("%s is named as what it is", async (_name, text, reason) => {
    answer();
    const HOME = home({ given: text });
    const { exitCode, err } = await ping({ HOME }, "-i", join(HOME, ".ssh", "given"));
    expect(exitCode).toBe(2);
    expect(err).toContain(reason);
  });

  test("an agent offers the account's key first, and too many others are told", async () => {
    const pairs = [...Array.from({ length: 12 }, newKey), KEY];
    const keys = pairs.map(({ privateKey }) => ssh2.utils.parseKey(privateKey) as ParsedKey);
    const path = join(cli.dir(), "agent.sock");
    const agent = createServer((socket) => {
      const protocol = new ssh2.AgentProtocol(false);
      protocol
        .on("identities", (request) => protocol.getIdentitiesReply(request, keys))
        .on("sign", (request, _key, data) => protocol.signReply(request, keys[12]!.sign(data) as Buffer));
      socket.pipe(protocol).pipe(socket);
    });
    await new Promise<void>((resolve) => agent.listen(path, resolve));
    const env = { SSH_AUTH_SOCK: path };
    answer();
    const refused = await ping(env);
    expect(refused.exitCode).toBe(4);
    expect(refused.err).toContain("too many keys: none of the first 10 is known here");
    const fingerprint = fingerprintOf(keys[12]!.getPublicSSH());
    const own = {
      id: "k1",
      name: "laptop",
      content: KEY.line,
      fingerprint,
      created_at: "2026-01-05T10:11:12.000Z",
    };
    answer(undefined, undefined, { "GET /v1/keys": { body: { keys: [own] } } });
    expect(await ping(env)).toEqual({ exitCode: 0, out: "PONG\n", err: "" });
    agent.close();
  });
});

describe("what goes wrong", () => {
  test("a key that nobody knows", async () => {
    answer();
    const ended = await cli.berth(["--app", "my-app", "redis-console", "-i", "other-key", "PING"]);
    expect(ended.exitCode).toBe(4);
    expect(ended.err).toContain("The SSH gateway knows none of your keys.");
  });

  test("no key at all", async () => {
    answer();
    const ended = await cli.berth(["--app", "my-app", "redis-console", "PING"]);
    expect(ended.exitCode).toBe(2);
    expect(ended.err).toContain("berth keys-add laptop");
  });

  test("a database that is not there, or somebody else's", async () => {
    answer();
    const ended = await cli.berth(["db-tunnel", "-i", "key", "redis://u:p@other-4040:6379"]);
    expect(ended.exitCode).toBe(4);
    expect(ended.err).toContain("The SSH gateway opens no tunnel to other-4040:6379.");
  });

  test("a gateway that does not run", async () => {
    answer("127.0.0.1:1");
    const { exitCode, err } = await console_(["PING"]);
    expect(exitCode).toBe(5);
    expect(err).toContain("The SSH gateway at 127.0.0.1:1 does not answer");
  });

  test.each([
    ["redis-console", ["redis-console", "-i", "key", "PING"]],
    ["db-tunnel", ["db-tunnel", "-i", "key", "REDIS_URL"]],
  ])("a gateway that is off is told by %s, before any key is shown", async (_name, words) => {
    answer("berth.example.org:0");
    const seen = users.length;
    const { exitCode, out, err } = await cli.berth(["--app", "my-app", ...words]);
    expect({ exitCode, out }).toEqual({ exitCode: 5, out: "" });
    expect(err).toContain(" !     The SSH gateway of this Berth is off.\n");
    expect(err).toContain("BERTH_SSH=on bin/up");
    expect(users).toHaveLength(seen);
  });

  test("a variable that holds no URL", async () => {
    answer(undefined, "5");
    expect((await console_(["PING"])).exitCode).toBe(2);
  });

  test("a gateway that shows another key than before is not trusted", async () => {
    answer();
    expect((await console_(["PING"])).out).toBe("PONG\n");
    const { port } = ssh;
    await ssh.close();
    await startGateway(newHostKey(), port);
    const ended = await console_(["PING"]);
    expect(ended.exitCode).toBe(4);
    expect(ended.err).toContain("shows another key than before");
    await ssh.close();
    await startGateway();
  });
});

describe("db-tunnel", () => {
  /** A tunnel that runs; resolves with where it listens. */
  async function startTunnel(
    ...words: string[]
  ): Promise<{ child: ChildProcess; port: number; err: string[] }> {
    answer();
    const child = start("db-tunnel", "-i", "key", ...words, "REDIS_URL");
    const err: string[] = [];
    createInterface({ input: child.stderr }).on("line", (line) => err.push(line));
    const [place] = await once(createInterface({ input: child.stdout }), "line");
    return { child, port: Number(String(place).split(":")[1]), err };
  }

  async function enter(port: number): Promise<Socket> {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    return socket;
  }

  test("several clients at once each have a connection of their own, and it says so", async () => {
    const { child, port, err } = await startTunnel("-p", "23450");
    expect(err.slice(0, 2)).toEqual([
      "Building tunnel to my-app-3030:6379",
      "You can access your database on:",
    ]);
    const clients = await Promise.all([1, 2, 3].map(() => enter(port)));
    const pongs = await Promise.all(clients.map((client) => say(client, "*1\r\n$4\r\nPING\r\n")));
    expect(pongs).toEqual(["+PONG\r\n", "+PONG\r\n", "+PONG\r\n"]);
    expect(err).toContain("Connect to my-app-3030:6379 [3]");
    clients[0]?.end();
    await vi.waitFor(() => expect(err.some((line) => line.startsWith("End of connection ["))).toBe(true));
    expect(await say(clients[1]!, "*1\r\n$4\r\nPING\r\n")).toBe("+PONG\r\n");
    child.kill("SIGINT");
    const [exitCode] = await once(child, "exit");
    expect(exitCode).toBe(0);
    await vi.waitFor(() => expect(ssh.counts()).toEqual({ connections: 0, tunnels: 0 }));
  });

  test("a port that is taken gives way to the next one", async () => {
    const first = await startTunnel("-p", "23460");
    const second = await startTunnel("-p", "23460");
    expect(second.port).toBe(first.port + 1);
  });

  test("after the gateway was started anew the next client gets in again", async () => {
    const hostKey = newHostKey();
    await ssh.close();
    await startGateway(hostKey);
    const { port } = await startTunnel("-p", "23470");
    const before = ssh.port;
    await ssh.close();
    await startGateway(hostKey, before);
    await vi.waitFor(async () =>
      expect(await say(await enter(port), "*1\r\n$4\r\nPING\r\n")).toBe("+PONG\r\n"),
    );
  });

  test("killed, it leaves nothing behind", async () => {
    const { child, port } = await startTunnel("-p", "23480");
    await say(await enter(port), "*1\r\n$4\r\nPING\r\n");
    child.kill("SIGKILL");
    await vi.waitFor(() => {
      expect(ssh.counts()).toEqual({ connections: 0, tunnels: 0 });
      expect(sockets.size).toBe(0);
    });
  });
});
