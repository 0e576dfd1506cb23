import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import ssh2, { type ParsedKey } from "ssh2";
import { describe, expect, test } from "vitest";
import { KEY, withTunnel } from "@/tests/cli-tunnel";
import { newKey } from "@/tests/ssh";
import { fingerprintOf } from "./tunnel/key-file";

const { cli, answer } = withTunnel();

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
