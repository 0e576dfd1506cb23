import { once } from "node:events";
import type { Client, ConnectConfig } from "ssh2";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { makeAddon, makeApp, makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { forward, newKey, say, signIn, startEcho, type TestKey } from "@/tests/ssh";
import { newHostKey } from "../adapters/ssh/host-key";
import { startSshServer } from "../adapters/ssh/server";
import { SSH_LIMITS } from "../core/ssh/limits";
import type { AppRow } from "../db/apps";
import { listEvents } from "../db/events";
import type { UserRow } from "../db/users";
import type { SshServer } from "../ports/ssh-server";
import { addCollaborator } from "../services/collaborators/add-collaborator";
import { changeCollaborator } from "../services/collaborators/change-collaborator";
import { removeCollaborator } from "../services/collaborators/remove-collaborator";
import type { Context } from "../services/context";
import { addSshKey } from "../services/ssh-keys/add-ssh-key";
import { listSshKeys } from "../services/ssh-keys/list-ssh-keys";
import { removeSshKey } from "../services/ssh-keys/remove-ssh-key";
import { log } from "./log";
import { sshPolicy } from "./ssh-policy";

withDatabase();

const HOST_KEY = newHostKey();
let server: SshServer;
let echo: Awaited<ReturnType<typeof startEcho>>;
let opened: string[];
let clients: Client[];

beforeEach(async () => {
  echo = await startEcho();
  opened = [];
  clients = [];
  const limits = { ...SSH_LIMITS, recheckMs: 20 };
  const door = {
    open: (serviceName: string) => {
      opened.push(serviceName);
      return echo.open();
    },
  };
  const contextOf = ({ userId, ...person }: { userId: string; email: string; isAdmin: boolean }) =>
    makeContext({
      ...person,
      id: userId,
      name: "Somebody",
      hasSecondFactor: false,
      disabledAt: null,
      createdAt: new Date(),
    });
  server = await startSshServer({
    host: "127.0.0.1",
    port: 0,
    hostKey: HOST_KEY,
    limits,
    policy: sshPolicy({ door, limits, contextOf }),
  });
});
afterEach(async () => {
  for (const client of clients) client.destroy();
  await server.close();
  await echo.close();
});

/** A new key of the person's. */
async function keyOf(user: UserRow): Promise<TestKey> {
  const key = newKey();
  await addSshKey(makeContext(user), { name: "laptop", publicKey: key.line });
  return key;
}

async function enter({ privateKey }: TestKey, username = "git", more: ConnectConfig = {}): Promise<Client> {
  const client = await signIn({ port: server.port, privateKey, username, ...more });
  clients.push(client);
  return client;
}

/** What the timeline tells of refusals, newest first. */
async function refusalsOf(app: AppRow): Promise<{ actorEmail: string | null; what: string | undefined }[]> {
  const events = await listEvents({ appId: app.id, role: "own" }, { offset: 0, limit: 100 });
  return events.flatMap((event) =>
    event.type === "ssh_refused" ? [{ actorEmail: event.actorEmail, what: event.data.what }] : [],
  );
}

const told = (app: AppRow, ...what: string[]) =>
  vi.waitFor(async () =>
    expect((await refusalsOf(app)).map((refusal) => refusal.what).toSorted()).toEqual(what.toSorted()),
  );

describe("a tunnel", () => {
  test("leads the owner to the gateway of the database", async () => {
    const { owner, ctx, app } = await makeApp();
    const { resourceId } = await makeAddon(ctx, app);
    const channel = await forward(await enter(await keyOf(owner)), resourceId, 6379);
    expect(await say(channel, "PING")).toBe("PING");
    expect(opened).toEqual([`btest1-${resourceId}`]);
    expect(await refusalsOf(app)).toEqual([]);
  });

  test("is there for a collaborator and for an administrator too", async () => {
    const { ctx, app } = await makeApp();
    const { resourceId } = await makeAddon(ctx, app);
    const helper = await makeUser();
    await addCollaborator(ctx, { app: app.name, email: helper.email });
    for (const user of [helper, await makeUser({ isAdmin: true })])
      await forward(await enter(await keyOf(user)), resourceId, 6379);
    expect(opened).toHaveLength(2);
  });

  test.each<[string, (ctx: Context, input: { app: string; email: string }) => Promise<void>]>([
    ["is made a viewer", (ctx, input) => changeCollaborator(ctx, { ...input, role: "view" })],
    ["is let go", removeCollaborator],
  ])("ends soon after somebody %s, and that to another app goes on", async (_what, lose) => {
    const { ctx, app } = await makeApp();
    const { resourceId } = await makeAddon(ctx, app);
    const helper = await makeUser();
    await addCollaborator(ctx, { app: app.name, email: helper.email });
    const own = await makeApp({ owner: helper });
    const client = await enter(await keyOf(helper));
    const channel = await forward(client, resourceId, 6379);
    const kept = await forward(client, (await makeAddon(own.ctx, own.app)).resourceId, 6379);
    expect(await say(channel, "PING")).toBe("PING");
    const closed = once(channel, "close");
    await lose(ctx, { app: app.name, email: helper.email });
    await closed;
    expect(await say(kept, "still here")).toBe("still here");
    await expect(forward(client, resourceId, 6379)).rejects.toThrow(/open failure/);
  });

  test("to another's database is refused like one that is not there, and its owner is told who asked", async () => {
    const { ctx, app } = await makeApp();
    const { resourceId } = await makeAddon(ctx, app);
    const stranger = await makeUser();
    const client = await enter(await keyOf(stranger));
    await expect(forward(client, resourceId, 6379)).rejects.toThrow(/open failure/);
    await expect(forward(client, "no-such-1234", 6379)).rejects.toThrow(/open failure/);
    await told(app, `a tunnel to ${resourceId}:6379`);
    expect((await refusalsOf(app))[0]?.actorEmail).toBe(stranger.email);
    expect(opened).toEqual([]);
  });

  test.each(["provisioning", "removing", "failed"] as const)(
    "to a %s database is refused",
    async (status) => {
      const { owner, ctx, app } = await makeApp();
      const { resourceId } = await makeAddon(ctx, app, { status });
      await expect(forward(await enter(await keyOf(owner)), resourceId, 6379)).rejects.toThrow(
        /open failure/,
      );
      expect(opened).toEqual([]);
    },
  );

  test("that the link does not let through is refused, and nobody is accused", async () => {
    const { owner, ctx, app } = await makeApp();
    const { resourceId } = await makeAddon(ctx, app);
    await echo.close();
    await expect(forward(await enter(await keyOf(owner)), resourceId, 6379)).rejects.toThrow(/open failure/);
    expect(opened).toHaveLength(1);
    expect(await refusalsOf(app)).toEqual([]);
    echo = await startEcho();
  });

  test.each([
    ["169.254.169.254", 80],
    ["localhost", 6379],
    ["127.0.0.1", 2375],
    ["10.0.0.1", 6379],
    ["btest1-link", 6443],
  ])("to %s:%i is refused and told on the timeline of the app that one signed in as", async (host, port) => {
    const { owner, app } = await makeApp();
    const client = await enter(await keyOf(owner), app.name);
    await expect(forward(client, host, port)).rejects.toThrow(/open failure/);
    await told(app, `a tunnel to ${host}:${port}`);
    expect(opened).toEqual([]);
  });
});

describe("on the timeline", () => {
  test("shell and command stand on the app whose tunnel was opened before, equal ones once", async () => {
    const { owner, ctx, app } = await makeApp();
    const { resourceId } = await makeAddon(ctx, app);
    const client = await enter(await keyOf(owner));
    await forward(client, resourceId, 6379);
    const ask = (work: (done: (error: Error | undefined) => void) => void) =>
      new Promise<void>((resolve) => work(() => resolve()));
    await ask((done) => client.shell(done));
    await ask((done) => client.exec("id", done));
    await ask((done) => client.exec("id", done));
    await told(app, "a shell", "a command");
  });

  type Done = (error: Error | undefined) => void;
  test.each<[string, (client: Client, done: Done) => unknown]>([
    ["a shell", (client, done) => client.shell(done)],
    ["a command", (client, done) => client.exec("id", done)],
    ["file transfer", (client, done) => client.sftp(done)],
    ["agent forwarding", (client, done) => client.exec("id", { agentForward: true } as object, done)],
    ["X11 forwarding", (client, done) => client.exec("id", { x11: true }, done)],
    ["a listening port", (client, done) => client.forwardIn("127.0.0.1", 0, done)],
    [
      "a tunnel to a socket",
      (client, done) => client.openssh_forwardOutStreamLocal("/var/run/docker.sock", done),
    ],
  ])("%s is refused and stands on the app that one signed in as", async (what, ask) => {
    const { owner, app } = await makeApp();
    // Only offered: the client asks for agent forwarding when it has one.
    const client = await enter(await keyOf(owner), app.name, { agent: "/nonexistent/agent" });
    expect(await new Promise((resolve) => ask(client, resolve))).toBeInstanceOf(Error);
    await vi.waitFor(async () =>
      expect(await refusalsOf(app)).toContainEqual({ actorEmail: owner.email, what }),
    );
    expect(opened).toEqual([]);
  });

  test("nothing stands on an app that one signed in as but may not see", async () => {
    const { app } = await makeApp();
    const stranger = await makeUser();
    const { app: own } = await makeApp({ owner: stranger });
    const key = await keyOf(stranger);
    await expect(forward(await enter(key, app.name), "localhost", 1)).rejects.toThrow();
    await expect(forward(await enter(key, own.name), "localhost", 1)).rejects.toThrow();
    await told(own, "a tunnel to localhost:1");
    expect(await refusalsOf(app)).toEqual([]);
  });

  test("one person fills it no further than so many lines a minute", async () => {
    const { owner, app } = await makeApp();
    const client = await enter(await keyOf(owner), app.name);
    const most = SSH_LIMITS.refusalsNotedMax;
    for (let port = 1; port <= most + 10; port++)
      await expect(forward(client, "localhost", port)).rejects.toThrow();
    await vi.waitFor(async () => expect(await refusalsOf(app)).toHaveLength(most));
  });
});

describe("a key", () => {
  test("of nobody's is refused and logged, and stands on no timeline: whose it is, nobody knows", async () => {
    const { app } = await makeApp();
    const warn = vi.spyOn(log, "warn");
    await expect(enter(newKey(), app.name)).rejects.toThrow(/authentication/);
    await vi.waitFor(() =>
      expect(warn).toHaveBeenCalledWith("ssh.request_refused", {
        address: "127.0.0.1",
        what: expect.stringMatching(/^SHA256:\S{43}$/),
        appId: null,
        userId: undefined,
        keyId: undefined,
      }),
    );
    expect(await refusalsOf(app)).toEqual([]);
  });

  test("that is removed ends its connections, and those of others go on", async () => {
    const { owner, ctx, app } = await makeApp();
    const { resourceId } = await makeAddon(ctx, app);
    const [removed, kept] = [await keyOf(owner), await keyOf(owner)];
    const [ending, going] = [await enter(removed), await enter(kept)];
    await forward(ending, resourceId, 6379);
    const channel = await forward(going, resourceId, 6379);
    const rows = await listSshKeys(ctx);
    const row = rows.find(({ publicKey }) => removed.line.startsWith(publicKey));
    const closed = once(ending, "close");
    await removeSshKey(ctx, { id: row?.id ?? "" });
    await closed;
    expect(await say(channel, "still here")).toBe("still here");
    await expect(enter(removed)).rejects.toThrow(/authentication/);
  });
});
