import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Client, ClientChannel } from "ssh2";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { forward, newKey, say, signIn, startEcho } from "@/tests/ssh";
import { SSH_LIMITS, type SshLimits } from "../../core/ssh/limits";
import type { SshPolicy, SshServer } from "../../ports/ssh-server";
import { newHostKey, publicHostKey } from "./host-key";
import { startSshServer } from "./server";

const KEY = newKey();
const HOST_KEY = newHostKey();
type Person = { name: string };
type Refused = { user: string; name: string | null; words: string };

let server: SshServer;
let echo: Awaited<ReturnType<typeof startEcho>>;
let refused: Refused[];
let isWelcome: boolean;
let clients: Client[];

const policy: SshPolicy<Person> = {
  findPerson: async (_client, { line }) => (KEY.line.startsWith(line) ? { name: "ada" } : null),
  isWelcome: async () => isWelcome,
  countingKey: ({ name }) => name,
  openTunnel: async (_person, { host }) => {
    if (host !== "my-app-3030") throw new Error("refused");
    return echo.open();
  },
  noteRefusal: ({ user }, person, { words }) => refused.push({ user, name: person?.name ?? null, words }),
};

async function start(limits: Partial<SshLimits> = {}): Promise<void> {
  await server?.close();
  server = await startSshServer({
    host: "127.0.0.1",
    port: 0,
    hostKey: HOST_KEY,
    limits: { ...SSH_LIMITS, ...limits },
    policy,
  });
}

async function enter(options: { privateKey?: string; username?: string } = {}): Promise<Client> {
  const client = await signIn({ port: server.port, privateKey: KEY.privateKey, ...options });
  clients.push(client);
  return client;
}

/** Resolves when nothing of anybody is left. */
const nothingLeft = () =>
  vi.waitFor(() => {
    expect(server.counts()).toEqual({ connections: 0, tunnels: 0 });
    expect(echo.sockets.size).toBe(0);
  });

beforeEach(async () => {
  echo = await startEcho();
  refused = [];
  clients = [];
  isWelcome = true;
  await start();
});
afterEach(async () => {
  for (const client of clients) client.destroy();
  await server.close();
  await echo.close();
});

describe("sign in", () => {
  test("a known key comes in under any name, and the server shows its own key", async () => {
    const seen: string[] = [];
    const client = await signIn({
      port: server.port,
      privateKey: KEY.privateKey,
      username: "anybody",
      hostVerifier: (key: Buffer) => seen.push(key.toString("base64")) > 0,
    });
    clients.push(client);
    expect(`ssh-ed25519 ${seen[0]}`).toBe(publicHostKey(HOST_KEY));
    expect(refused).toEqual([]);
  });

  test("a key of nobody's is refused and told", async () => {
    await expect(enter({ privateKey: newKey().privateKey })).rejects.toThrow(/authentication/);
    expect(refused).toEqual([{ user: "git", name: null, words: expect.stringMatching(/^SHA256:\S{43}$/) }]);
    await nothingLeft();
  });

  test("a client that offers too many keys is told so", async () => {
    await start({ keysPerConnectionMax: 3 });
    const methods = [1, 2, 3, 4].map(() => ({
      type: "publickey" as const,
      username: "git",
      key: newKey().privateKey,
    }));
    await expect(signIn({ port: server.port, authHandler: [...methods] })).rejects.toMatchObject({
      message: "too many keys: none of the first 3 is known here",
      code: 14,
    });
    expect(refused).toHaveLength(3);
    await nothingLeft();
  });

  test("a password never comes in", async () => {
    await expect(signIn({ port: server.port, password: "anything" })).rejects.toThrow(/authentication/);
  });

  test("somebody else's public key without its private half does not come in", async () => {
    const foreign = newKey();
    const options = { port: server.port, username: "git" };
    const { utils } = await import("ssh2");
    const known = utils.parseKey(KEY.line);
    const mine = utils.parseKey(foreign.privateKey);
    if (known instanceof Error || mine instanceof Error) throw new Error("unreadable key");
    // It shows the known key and signs with its own.
    const liar = Object.assign(Object.create(mine), { getPublicSSH: () => known.getPublicSSH() });
    await expect(signIn({ ...options, privateKey: liar })).rejects.toThrow(/authentication/);
  });

  test("a client that says nothing is cut", async () => {
    await start({ loginMs: 50 });
    await once(connect(server.port, "127.0.0.1").resume(), "close");
    await nothingLeft();
  });

  test("one address has room for so many strangers, and for others once they have gone", async () => {
    await start({ strangersPerAddressMax: 1 });
    const first = connect(server.port, "127.0.0.1");
    await once(first, "data");
    await expect(enter()).rejects.toThrow();
    first.destroy();
    await nothingLeft();
    await enter();
    await enter();
  });

  test("a key has room for so many connections", async () => {
    await start({ connectionsPerKeyMax: 1 });
    await enter();
    await expect(enter()).rejects.toThrow(/authentication/);
  });

  test("a connection whose key was taken away is ended", async () => {
    await start({ recheckMs: 20 });
    const client = await enter();
    await forward(client, "my-app-3030", 6379);
    isWelcome = false;
    await once(client, "close");
    await nothingLeft();
  });

  test("a connection without tunnels is ended after a while, one with a tunnel is not", async () => {
    await start({ recheckMs: 20, idleMs: 2_000 });
    const busy = await enter();
    const channel = await forward(busy, "my-app-3030", 6379);
    await once(await enter(), "close");
    expect(await say(channel, "still here")).toBe("still here");
  });
});

describe("tunnels", () => {
  test("bytes go both ways, and the end of one side is the end of the other", async () => {
    const client = await enter();
    const channel = await forward(client, "my-app-3030", 6379);
    expect(await say(channel, "PING")).toBe("PING");
    channel.end();
    await once(channel, "close");
    await vi.waitFor(() => expect(server.counts()).toEqual({ connections: 1, tunnels: 0 }));
    expect(echo.sockets.size).toBe(0);

    const other = (await forward(client, "my-app-3030", 6379)).resume();
    for (const socket of echo.sockets) socket.destroy();
    await once(other, "close");
    await vi.waitFor(() => expect(server.counts().tunnels).toBe(0));
  });

  test("large values arrive whole", { timeout: 30_000 }, async () => {
    const channel = await forward(await enter(), "my-app-3030", 6379);
    const sent = Buffer.alloc(20 * 1024 * 1024, "0123456789");
    const parts: Buffer[] = [];
    channel.on("data", (part: Buffer) => parts.push(part));
    channel.end(sent);
    await once(channel, "close");
    expect(Buffer.concat(parts).equals(sent)).toBe(true);
  });

  test("50 at once, each with its own traffic", async () => {
    const work = Array.from({ length: 50 }, async (_, index) => {
      const channel = await forward(await enter(), "my-app-3030", 6379);
      for (let round = 0; round < 20; round++) {
        const text = `${index}-${round}-${"x".repeat(1_000)}`;
        expect(await say(channel, text)).toBe(text);
      }
    });
    await Promise.all(work);
    expect(server.counts()).toEqual({ connections: 50, tunnels: 50 });
  });

  test("clients that are killed leave nothing behind", async () => {
    const channels: ClientChannel[] = [];
    for (let index = 0; index < 10; index++) channels.push(await forward(await enter(), "my-app-3030", 6379));
    for (const channel of channels) channel.write("never read");
    for (const client of clients) socketOf(client).resetAndDestroy();
    await nothingLeft();
  });

  test("a client that vanished while its tunnel was being opened leaves nothing behind", async () => {
    const open = echo.open;
    let letGo = () => {};
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const asked = new Promise<void>((resolve) => {
      echo.open = async () => {
        resolve();
        await gate;
        return open();
      };
    });
    const client = await enter();
    forward(client, "my-app-3030", 6379).catch(() => {});
    await asked;
    socketOf(client).resetAndDestroy();
    await vi.waitFor(() => expect(server.counts()).toEqual({ connections: 0, tunnels: 0 }));
    letGo();
    await nothingLeft();
  });

  test("a client that no longer answers is let go", async () => {
    await start({ keepaliveMs: 30 });
    const client = await enter();
    await forward(client, "my-app-3030", 6379);
    socketOf(client).pause();
    await nothingLeft();
  });

  test("a connection has room for so many, and for others once they have ended", async () => {
    await start({ tunnelsPerConnectionMax: 1 });
    const client = await enter();
    const first = await forward(client, "my-app-3030", 6379);
    await expect(forward(client, "my-app-3030", 6379)).rejects.toThrow();
    first.end();
    await vi.waitFor(() => expect(server.counts().tunnels).toBe(0));
    await forward(client, "my-app-3030", 6379);
  });

  test("a refused destination is told, and the connection goes on", async () => {
    const client = await enter({ username: "my-app" });
    await expect(forward(client, "169.254.169.254", 80)).rejects.toThrow(/open failure/);
    expect(refused).toEqual([{ user: "my-app", name: "ada", words: "a tunnel to 169.254.169.254:80" }]);
    await forward(client, "my-app-3030", 6379);
  });
});

describe("everything else is refused and told", () => {
  const asked: [string, (client: Client) => Promise<unknown>][] = [
    ["a shell", (client) => call((done) => client.shell(done))],
    ["a command", (client) => call((done) => client.exec("id", done))],
    ["file transfer", (client) => call((done) => client.sftp(done))],
    ["a subsystem", (client) => call((done) => client.subsys("netconf", done))],
    [
      "agent forwarding",
      (client) => call((done) => client.exec("id", { agentForward: true } as object, done)),
    ],
    ["X11 forwarding", (client) => call((done) => client.exec("id", { x11: true }, done))],
    ["a listening port", (client) => call((done) => client.forwardIn("127.0.0.1", 0, done))],
    [
      "a tunnel to a socket",
      (client) => call((done) => client.openssh_forwardOutStreamLocal("/var/run/docker.sock", done)),
    ],
  ];
  test.each(asked)("%s", async (words, ask) => {
    const client = await signIn({
      port: server.port,
      privateKey: KEY.privateKey,
      // Only offered: the client asks for agent forwarding when it has one.
      agent: "/nonexistent/agent",
    });
    clients.push(client);
    await expect(ask(client)).rejects.toThrow();
    expect(refused.map((refusal) => refusal.words)).toContain(words);
    expect(refused.every(({ name }) => name === "ada")).toBe(true);
  });

  test("sessions are refused unseen after a few", async () => {
    await start({ sessionsPerConnectionMax: 2 });
    const client = await enter();
    for (let count = 0; count < 4; count++)
      await expect(call((done) => client.exec("id", done))).rejects.toThrow();
    expect(refused).toHaveLength(2);
  });
});

const call = (ask: (done: (error: Error | undefined) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => ask((error) => (error ? reject(error) : resolve())));

/** The client's own socket, which its type does not tell of. */
function socketOf(client: Client): Socket {
  return (client as unknown as { _sock: Socket })._sock;
}
