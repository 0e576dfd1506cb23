import { once } from "node:events";
import { request as requestHttp } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { beforeAll, expect, test, vi } from "vitest";
import { backupWorld } from "@/tests/backup-world";
import { withRows } from "@/tests/rows";
import { makeStorage } from "@/tests/stored-backups";
import { MIB } from "../../core/units";
import { prisma } from "../../db/client";
import { getDatabase } from "../../services/databases/get-database";

const { parts, storages } = backupWorld();
const { api, world } = withRows(parts);
const STORAGE = "/srv/uploads";
beforeAll(() => makeStorage(STORAGE));

/** An upload over a real connection, so that one can see how it ends. */
async function begin() {
  const { addon, ctx, jwt } = await world();
  const { id: databaseId } = await getDatabase(ctx, { resourceId: addon.resourceId });
  const url = new URL(`${api.url()}/v1/databases/${addon.id}/backups/import`);
  const headers = { authorization: `Bearer ${jwt}`, "content-type": "application/octet-stream" };
  const left = async () => ({
    objects: [...storages.of(STORAGE).objects.keys()].filter((name) => name.includes(databaseId)).length,
    backups: await prisma().backup.count({ where: { databaseId, deletedAt: null } }),
  });
  return { url, headers, left, databaseId };
}

test("a caller who still sends hears why it was refused", async () => {
  const { url, headers, left } = await begin();
  const request = requestHttp(url, { method: "POST", headers });
  const answered = once(request, "response");
  let isAnswered = false;
  void answered.then(() => {
    isAnswered = true;
  });
  // More than the connection holds, and no dump from its first byte on.
  const piece = Buffer.alloc(MIB, "x");
  for (let sent = 0; sent < 32 && !isAnswered; sent += 1)
    if (!request.write(piece)) await Promise.race([once(request, "drain"), answered]);
  request.end();
  const [response] = await answered;
  expect(response.statusCode).toBe(422);
  expect(JSON.parse(await text(response))).toMatchObject({ code: "upload_unreadable" });
  expect(await left()).toEqual({ objects: 0, backups: 0 });
});

test("what breaks off on its way leaves nothing, and the database takes the next one", async () => {
  const { url, headers, left, databaseId } = await begin();
  const socket = connect(Number(url.port), "127.0.0.1");
  const head = Object.entries({ ...headers, host: "berth", "content-length": String(8 * MIB) });
  socket.write(
    `POST ${url.pathname} HTTP/1.1\r\n${head.map((pair) => pair.join(": ")).join("\r\n")}\r\n\r\n`,
  );
  socket.write(`REDIS0011${"x".repeat(MIB)}`);
  await vi.waitUntil(() => prisma().backup.count({ where: { databaseId } }), { timeout: 10_000 });
  socket.destroy();
  await vi.waitUntil(async () => (await left()).backups === 0, { timeout: 10_000 });
  expect(await left()).toEqual({ objects: 0, backups: 0 });
  const answer = await fetch(url, { method: "POST", headers, body: "REDIS0011 whole" });
  expect(answer.status).toBe(201);
});

test("a second file for a database is refused while one comes, and taken afterwards", async () => {
  const { url, headers, databaseId } = await begin();
  const request = requestHttp(url, { method: "POST", headers });
  request.on("error", () => {}).write(`REDIS0011${"x".repeat(MIB)}`);
  await vi.waitUntil(() => prisma().backup.count({ where: { databaseId } }), { timeout: 10_000 });
  const send = async () => (await fetch(url, { method: "POST", headers, body: "REDIS0011 whole" })).status;
  expect(await send()).toBe(409);
  request.destroy();
  await expect.poll(send, { timeout: 10_000 }).toBe(201);
});
