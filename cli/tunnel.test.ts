import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { describe, expect, test, vi } from "vitest";
import { withTunnel } from "@/tests/cli-tunnel";
import { say } from "@/tests/ssh";
import { newHostKey } from "../lib/adapters/ssh/host-key";

const { cli, answer, redisConsole, start, gateway, users, sockets, startGateway } = withTunnel();

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
    const { exitCode, err } = await redisConsole(["PING"]);
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
    expect((await redisConsole(["PING"])).exitCode).toBe(2);
  });

  test("a gateway that shows another key than before is not trusted", async () => {
    answer();
    expect((await redisConsole(["PING"])).out).toBe("PONG\n");
    const { port } = gateway();
    await gateway().close();
    await startGateway(newHostKey(), port);
    const ended = await redisConsole(["PING"]);
    expect(ended.exitCode).toBe(4);
    expect(ended.err).toContain("shows another key than before");
    await gateway().close();
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
    await vi.waitFor(() => expect(gateway().counts()).toEqual({ connections: 0, tunnels: 0 }));
  });

  test("a port that is taken gives way to the next one", async () => {
    const first = await startTunnel("-p", "23460");
    const second = await startTunnel("-p", "23460");
    expect(second.port).toBe(first.port + 1);
  });

  test("after the gateway was started anew the next client gets in again", async () => {
    const hostKey = newHostKey();
    await gateway().close();
    await startGateway(hostKey);
    const { port } = await startTunnel("-p", "23470");
    const before = gateway().port;
    await gateway().close();
    await startGateway(hostKey, before);
    await vi.waitFor(
      async () => expect(await say(await enter(port), "*1\r\n$4\r\nPING\r\n")).toBe("+PONG\r\n"),
      { timeout: 10_000, interval: 50 },
    );
  });

  test("killed, it leaves nothing behind", async () => {
    const { child, port } = await startTunnel("-p", "23480");
    await say(await enter(port), "*1\r\n$4\r\nPING\r\n");
    child.kill("SIGKILL");
    await vi.waitFor(() => {
      expect(gateway().counts()).toEqual({ connections: 0, tunnels: 0 });
      expect(sockets.size).toBe(0);
    });
  });
});
