import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { gatewayName, publicGateName } from "../../lib/core/databases/names";
import { DAY_MS } from "../../lib/core/units";
import { prisma } from "../../lib/db/client";
import { loadDatabase } from "../../lib/db/databases";
import { platform } from "../../lib/runtime/container";
import { holds, waiting } from "../../lib/runtime/steps";
import { changePlan } from "../../lib/services/databases/change-plan";
import { getConnection } from "../../lib/services/databases/get-connection";
import { revealVariables } from "../../lib/services/variables/reveal-variables";
import type { Deps } from "../../lib/workflows/deps";
import { INTERNET_ACCESS } from "../../lib/workflows/parts/features/internet-access";
import { FORCE_TLS } from "../../lib/workflows/parts/features/tls";
import { sweep } from "../../lib/workflows/sweep";
import { testAuthority } from "../authority";
import { letThrough } from "../workflow-world";
import { askForDatabase, operationEnded, startControlPlane } from "./control-plane";
import { holder, holderName } from "./holder";
import { containerOf, docker, shell } from "./stack";

const APP = "encrypted";
const PUBLIC = "db.example.test";
const WAIT = { timeout: 30_000, interval: 200 };
const Report = z.object({ alive: z.number(), fingerprint: z.string() });

let berth: Awaited<ReturnType<typeof startControlPlane>>;
let resourceId: string;
let id: string;
let inside: string;
let ca: string;
let password: string;

beforeAll(async () => {
  const first = 21_000 + Math.floor(Math.random() * 5_000);
  process.env.BERTH_PUBLIC_HOST = PUBLIC;
  process.env.BERTH_PUBLIC_PORTS = `${first}-${first + 9}`;
  berth = await startControlPlane();
  const asked = await askForDatabase(berth.ctx, APP, "256m");
  await operationEnded(berth.ctx, asked);
  resourceId = asked.resourceId;
  const where = { addon: { resourceId } };
  id = (await prisma().database.findFirstOrThrow({ where, select: { id: true } })).id;
  password = (await getConnection(berth.ctx, { resourceId })).password;
  ca = await platform().authority.certificatePem();
  await berth.ctx.engine.applyService(holder(berth.ctx.instance, APP));
  inside = await containerOf(berth.ctx.engine, holderName(berth.ctx.instance, APP));
  await shell(inside, 'printf %s "$CA" > /tmp/ca.pem; printf %s "$OTHER" > /tmp/other.pem', {
    CA: ca,
    OTHER: await testAuthority().certificatePem(),
  });
});
afterAll(async () => {
  expect(await berth.stop()).toEqual([]);
});

const deps = (): Deps => ({
  ...platform(),
  waitUntil: waiting({}),
  holds,
  hasChange: async () => true,
  step: (_name, work) => work({ detail: async () => {} }),
});
const switchTls = async (isOn: boolean) => {
  const change = { database: await loadDatabase(id), to: { isOn, options: {} } };
  await FORCE_TLS.apply(deps(), change);
  await FORCE_TLS.check(deps(), change);
};
const switchInternet = async (isOn: boolean, networks: string[] = []) => {
  const change = { database: await loadDatabase(id), to: { isOn, options: { networks } } };
  await INTERNET_ACCESS.apply(deps(), change);
  await INTERNET_ACCESS.check(deps(), change);
};
const fromApp = (words: string) =>
  shell(inside, `redis-cli -h ${resourceId} ${words}`, { REDISCLI_AUTH: password });
const urls = async () => {
  const variables = await revealVariables(berth.ctx, { app: APP, isResolved: true });
  return [...new Set(variables.map(({ value }) => value.split("://")[0]))];
};

/** A program over TLS in the app's network, or on this machine for those who come from outside. */
async function talk(input: { host: string; port?: number; servername: string; count?: number }) {
  const isInside = input.host === resourceId;
  const pid = (await docker("inspect", "--format", "{{.State.Pid}}", inside)).trim();
  const program = [process.execPath, "tests/engine/tls-client.mjs"];
  const words = isInside ? ["nsenter", "--target", pid, "--net", ...program] : program;
  // The engine's DNS answers in containers alone.
  const address = isInside ? (await shell(inside, `getent hosts ${resourceId}`)).split(/\s/)[0] : input.host;
  const child = spawn(words[0] ?? "", words.slice(1), { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => JSON.parse(String((await lines.next()).value));
  child.stdin.write(
    `${JSON.stringify({ port: 6379, count: 1, ca, user: resourceId, password, ...input, host: address })}\n`,
  );
  return {
    first: await next(),
    again: async () => {
      child.stdin.write("\n");
      return next();
    },
    end: () => child.stdin.end(),
  };
}

const firstWord = async (input: Parameters<typeof talk>[0]) => {
  const talking = await talk(input);
  talking.end();
  return talking.first;
};

test("TLS and plain text are answered on one port; another authority or name is refused by the client", async () => {
  expect(await fromApp("PING")).toBe("PONG\n");
  expect(await fromApp("--tls --cacert /tmp/ca.pem PING")).toBe("PONG\n");
  expect(await fromApp("--tls --cacert /tmp/other.pem PING")).toMatch(/certificate verify failed/);
  expect(await firstWord({ host: resourceId, servername: resourceId })).toMatchObject({ alive: 1 });
  expect(await firstWord({ host: resourceId, servername: "another-3030" })).toMatchObject({
    error: expect.stringContaining("altnames"),
  });
});

test("forced, plain text is refused in words and ended where it stands, and the app's URL is another; off, all is as before", async () => {
  const standing = fromApp("BLPOP nothing 60");
  await vi.waitFor(async () => expect(await fromApp("CLIENT LIST")).toContain("cmd=blpop"), WAIT);
  await switchTls(true);
  expect(await standing).toMatch(/closed|reset/i);
  expect(await fromApp("PING")).toContain("takes TLS connections only");
  expect(await fromApp("--tls --cacert /tmp/ca.pem PING")).toBe("PONG\n");
  expect(await urls()).toEqual(["rediss"]);
  await switchTls(true);
  await switchTls(false);
  expect(await fromApp("PING")).toBe("PONG\n");
  expect(await urls()).toEqual(["redis"]);
  await switchTls(true);
});

test("a renewal drops none of 50 connections, and a gateway that starts afterwards is told of it", async () => {
  const clients = await talk({ host: resourceId, servername: resourceId, count: 50 });
  const before = Report.parse(clients.first);
  const data = { expiresAt: new Date(Date.now() + 29 * DAY_MS) };
  await prisma().gatewayCertificate.update({ where: { databaseId: id }, data });
  await sweep(platform(), new Date(), letThrough);
  const after = Report.parse(await clients.again());
  expect(after.alive).toBe(50);
  expect(after.fingerprint).not.toBe(before.fingerprint);
  clients.end();

  const gateway = gatewayName({ instance: berth.ctx.instance, resourceId });
  const container = await containerOf(berth.ctx.engine, gateway);
  await docker("kill", container);
  const shown = async () => {
    await sweep(platform(), new Date(), letThrough);
    return firstWord({ host: resourceId, servername: resourceId });
  };
  await vi.waitFor(async () => expect(await shown()).toEqual({ ...after, alive: 1 }), WAIT);
  expect(await fromApp("PING")).toContain("takes TLS connections only");
});

test("from outside the public port leads in by TLS alone, and only from the allowed networks; a plan change keeps it all", async () => {
  await switchInternet(true);
  const port = (await loadDatabase(id)).publicPort ?? 0;
  const outside = { host: "127.0.0.1", port, servername: PUBLIC };
  expect(await firstWord(outside)).toMatchObject({ alive: 1 });
  const cli = (words: string) =>
    docker("exec", inside, "true").then(() => shell(inside, `redis-cli -h ${PUBLIC} ${words}`));
  expect(await cli("PING")).toMatch(/not known|name resolution|resolve/i);
  expect(await firstWord({ ...outside, servername: "other.example.test" })).toMatchObject({
    error: expect.stringContaining("altnames"),
  });

  await switchInternet(true, ["192.0.2.0/24"]);
  expect((await loadDatabase(id)).publicPort).toBe(port);
  expect(await firstWord(outside)).toHaveProperty("error");
  await switchInternet(true, ["192.0.2.0/24", "0.0.0.0/0"]);
  expect(await firstWord(outside)).toMatchObject({ alive: 1 });

  const { id: operationId } = await changePlan(berth.ctx, { resourceId, planId: "512m" });
  expect(await operationEnded(berth.ctx, { app: APP, operationId })).toMatchObject({ status: "succeeded" });
  expect(await firstWord(outside)).toMatchObject({ alive: 1 });
  expect(await fromApp("PING")).toContain("takes TLS connections only");

  await switchInternet(false);
  expect(await firstWord(outside)).toHaveProperty("error");
  const gate = publicGateName({ instance: berth.ctx.instance, resourceId });
  expect((await berth.ctx.engine.listResources()).filter(({ name }) => name.startsWith(gate))).toEqual([]);
});
