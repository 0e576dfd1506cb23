import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { withApi } from "@/tests/api";
import { testBackupKey } from "@/tests/backup-world";
import { makeAddon, makeApp } from "@/tests/factories";
import { storedBackups } from "@/tests/stored-backups";
import { DomainError } from "../core/errors";
import { MIB } from "../core/units";
import { prisma } from "../db/client";
import { createDownloadLink } from "../services/backups/create-download-link";
import type { Context } from "../services/context";
import { getDatabase } from "../services/databases/get-database";
import { answerDownload } from "./downloads";

const stored = storedBackups();
const parts = { openStorage: stored.open, backupKey: testBackupKey };
const api = withApi(parts);

/** Does not compress, so that it is sent in many pieces. */
const DUMP = Buffer.concat([Buffer.from("REDIS0011"), randomBytes(6 * MIB)]);

let ctx: Context;
let server: Server;
let made: Awaited<ReturnType<typeof stored.makeStored>>;
let resourceId: string;
/** Whose backup it is, and how its owner asks. */
let owned: { addon: Awaited<ReturnType<typeof makeAddon>>; token: string };
let path: string;
let bytes: number;
beforeAll(async () => {
  const { owner, app } = await makeApp();
  ctx = api.contextFor(owner);
  const addon = await makeAddon(ctx, app);
  ({ resourceId } = addon);
  owned = { addon, token: (await api.tokenFor(owner)).jwt };
  const { id } = await getDatabase(ctx, { resourceId });
  made = await stored.makeStored(ctx, id, DUMP);
  ({ path, bytes } = await createDownloadLink(ctx, { backupId: made.backupId }));
  server = createServer((request, response) => void answerDownload(request, response, () => ctx));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const portOf = () => (server.address() as AddressInfo).port;
const get = (target: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(`http://127.0.0.1:${portOf()}${target}`, { method, headers });
const contentOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());
const whole = async () => contentOf(await get(path));

test("a link gives the archive with its length and name, without any token beside it", async () => {
  const answer = await get(path);
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-length": String(bytes),
    "content-type": "application/gzip",
    "content-disposition": `attachment; filename="${made.fileName}"`,
    "accept-ranges": "bytes",
    "cache-control": "no-store",
  });
  const tar = gunzipSync(await contentOf(answer));
  const folder = made.fileName.replace(/\.tar\.gz$/, "");
  expect(tar.subarray(0, 100).toString().replaceAll("\0", "")).toBe(`${folder}/`);
  expect(tar.subarray(512, 612).toString().replaceAll("\0", "")).toBe(`${folder}/dump.rdb`);
  expect(tar.subarray(1024, 1024 + DUMP.length).equals(DUMP)).toBe(true);
});

test("what the reference's API answers for its archive gives it too", async () => {
  const { addon, token } = owned;
  const asked = `/api/databases/${addon.id}/backups/${made.backupId}/archive`;
  const { body } = await api.call("GET", asked, { token });
  const { download_url } = z.object({ download_url: z.url() }).parse(body);
  const answer = await get(new URL(download_url).pathname);
  expect(answer.status).toBe(200);
  expect((await contentOf(answer)).equals(await whole())).toBe(true);
});

test.each([
  ["bytes=0-99", 0, 100],
  ["bytes=70000-3000000", 70_000, 3_000_001],
  ["bytes=-1000", -1000, undefined],
  ["bytes=5000000-", 5_000_000, undefined],
])("of %s exactly these bytes come, with 206", async (range, from, to) => {
  const expected = (await whole()).subarray(from, to);
  const answer = await get(path, { range });
  expect(answer.status).toBe(206);
  expect(answer.headers.get("content-length")).toBe(String(expected.length));
  const start = from < 0 ? bytes + from : from;
  expect(answer.headers.get("content-range")).toBe(`bytes ${start}-${start + expected.length - 1}/${bytes}`);
  expect((await contentOf(answer)).equals(expected)).toBe(true);
});

test("a range beyond the end is 416 with the size", async () => {
  const answer = await get(path, { range: `bytes=${bytes}-` });
  expect(answer.status).toBe(416);
  expect(answer.headers.get("content-range")).toBe(`bytes */${bytes}`);
  expect(await answer.json()).toMatchObject({ code: "range" });
});

test("a part is only given on top of what is the same file", async () => {
  const etag = (await get(path, {}, "HEAD")).headers.get("etag") ?? "";
  expect((await get(path, { range: "bytes=5-9", "if-range": etag })).status).toBe(206);
  expect((await get(path, { range: "bytes=5-9", "if-range": '"another"' })).status).toBe(200);
});

test("HEAD says the same and sends nothing; another method is 405", async () => {
  const answer = await get(path, {}, "HEAD");
  expect([answer.status, answer.headers.get("content-length")]).toEqual([200, String(bytes)]);
  expect((await contentOf(answer)).length).toBe(0);
  expect((await get(path, {}, "DELETE")).status).toBe(405);
});

/** Another character there, of the same alphabet. */
const changed = (text: string, at: number): string =>
  text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);

test("one changed byte of a link, anywhere, makes it worth nothing", async () => {
  const start = "/downloads/".length;
  // The last character of a signature has bits that mean nothing.
  for (let at = start; at < path.length - 1; at += 7)
    expect((await get(changed(path, at))).status, `${at}`).toBe(404);
});

test("a link that has expired, that another Berth made, or that is for something else, is 404", async () => {
  const soon = new Date(Date.now() + 60_000);
  const claims = { sub: ctx.actor.userId, only: "download", backup: made.backupId };
  const { joseSigner } = await import("../adapters/tokens/jose");
  const foreign = joseSigner({ issuer: "berth:other", loadKey: async () => new Uint8Array(32).fill(9) });
  for (const token of [
    await ctx.signer.sign(claims, new Date(Date.now() - 1000)),
    await foreign.sign(claims, soon),
    await ctx.signer.sign({ ...claims, only: "logs" }, soon),
    await ctx.signer.sign({ ...claims, backup: crypto.randomUUID() }, soon),
    await ctx.signer.sign({ sub: ctx.actor.userId, only: "download" }, soon),
  ])
    expect((await get(`/downloads/${token}`)).status).toBe(404);
  expect((await get(`/downloads/${await ctx.signer.sign(claims, soon)}`)).status).toBe(200);
});

test("a link signs nobody in", async () => {
  const token = path.slice("/downloads/".length);
  expect((await api.call("GET", "/v1/apps", { token })).status).toBe(401);
});

/** As it stands, which fetch would tidy up. */
async function raw(target: string): Promise<number> {
  const socket = connect(portOf(), "127.0.0.1");
  socket.write(`GET ${target} HTTP/1.1\r\nHost: berth\r\nConnection: close\r\n\r\n`);
  let text = "";
  for await (const piece of socket) text += piece;
  return Number(text.split(" ")[1]);
}

test.each(["", "/", "/..", "/../../etc/passwd", "/%2e%2e/x", "/a.b.c/../x", "/a.b.c%00", "/a.b", "x"])(
  "a path in its place is 404: %s",
  async (more) => {
    expect(await raw(`/downloads${more}`)).toBe(404);
    expect(await raw(`${path}/..`)).toBe(404);
  },
);

test("a storage that is away is 503 with the reason, and one whose object is gone too", async () => {
  made.storage.fail(new DomainError("unavailable", "storage_away", "It does not answer."));
  expect(await (await get(path)).json()).toMatchObject({ code: "storage_away" });
  made.storage.fail(null);
  const kept = made.storage.objects.get(made.name);
  made.storage.objects.delete(made.name);
  expect((await get(path)).status).toBe(503);
  if (kept) made.storage.objects.set(made.name, kept);
  expect((await get(path)).status).toBe(200);
});

test("a backup that was deleted since has no archive", async () => {
  const { backupId } = made;
  await prisma().backup.update({ where: { id: backupId }, data: { deletedAt: new Date() } });
  expect((await get(path)).status).toBe(404);
  await prisma().backup.update({ where: { id: backupId }, data: { deletedAt: null } });
});

test("no more is read than is taken, and the reading ends with a caller who goes away", async () => {
  let read = 0;
  let isEnded = false;
  async function* content() {
    try {
      for (; ; read += MIB) yield Buffer.alloc(MIB);
    } finally {
      isEnded = true;
    }
  }
  const archives = {
    ...ctx.archives,
    openArchive: async () => ({ bytes: 1024 * MIB, read: () => content() }),
  };
  const slow = createServer(
    (request, response) => void answerDownload(request, response, () => ({ ...ctx, archives })),
  );
  slow.listen(0, "127.0.0.1");
  await once(slow, "listening");
  const socket = connect((slow.address() as AddressInfo).port, "127.0.0.1");
  socket.write(`GET ${path} HTTP/1.1\r\nHost: berth\r\n\r\n`);
  await once(socket, "readable");
  let before = -1;
  await vi.waitUntil(
    () => {
      const isStill = before === read;
      before = read;
      return isStill;
    },
    { interval: 200, timeout: 10_000 },
  );
  expect(read).toBeLessThan(64 * MIB);
  socket.destroy();
  await vi.waitUntil(() => isEnded, { timeout: 10_000 });
  slow.close();
});
