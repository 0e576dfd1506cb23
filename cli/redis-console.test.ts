import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { testAuthority } from "@/tests/authority";
import { PASSWORD, PUBLISHED, pemFile, withTunnel } from "@/tests/cli-tunnel";

const { cli, answer, redisConsole, start, startSecure, users } = withTunnel();

describe("redis-console", () => {
  test("one command is answered plainly, as the app's user in the URL's database", async () => {
    answer();
    expect(await redisConsole(["GET", "a key"])).toEqual({ exitCode: 0, out: "GET a key\n", err: "" });
    expect(users.at(-1)).toBe("my-app");
  });

  test("lines of standard input are answered one by one, also after Redis has hung up", async () => {
    answer();
    const { exitCode, out, err } = await redisConsole([], 'GET "a  b"\n\nFAIL\nBREAK\nGET c\nquit\nGET d\n');
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
    expect(await redisConsole([], input)).toMatchObject({ exitCode: 0, out: "OK\nGET b\n", err: "" });
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
    expect(await redisConsole(["FAIL"])).toEqual({ exitCode: 4, out: "", err: " !     ERR failed\n" });
    answer(undefined, PUBLISHED.replace(PASSWORD, "wrong"));
    expect((await redisConsole(["PING"])).err).toBe(" !     WRONGPASS wrong\n");
  });

  test("a rediss:// URL is spoken to over TLS, and only a certificate of Berth for that name is taken", async () => {
    const secured = PUBLISHED.replace("redis:", "rediss:");
    answer(undefined, secured);
    await startSecure("my-app-3030");
    expect(await redisConsole([], "GET a\nBREAK\nGET b\n")).toMatchObject({ out: "GET a\nGET b\n" });
    await startSecure("my-app-3031");
    const { exitCode, err } = await redisConsole(["PING"]);
    expect({ exitCode, err }).toMatchObject({
      exitCode: 5,
      err: expect.stringContaining("No TLS to my-app-3030"),
    });
    const { certificatePem } = await testAuthority().issueServer(["x"]);
    await startSecure("my-app-3030");
    answer(undefined, secured, { "GET /v1/ca_certificate": pemFile(certificatePem) });
    expect((await redisConsole(["PING"])).err).toContain("No TLS to my-app-3030");
  });

  test("the password stands in no output", async () => {
    answer();
    const { out, err } = await redisConsole(["PING"]);
    expect(out + err).not.toContain(PASSWORD);
  });
});
