import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { TLSSocket } from "node:tls";
import { expect, test } from "vitest";
import { hasPooler, startPooler } from "@/tests/pooler";
import { withDatabase } from "@/tests/postgres";
import { checkDatabase } from "./check-database";
import { ask, connectDatabase, disconnectDatabase } from "./client";
import { Prisma } from "./generated/client";
import { migrateDatabase } from "./migrate";

const database = withDatabase();

test("PostgreSQL itself is taken", async () => {
  await checkDatabase(database.url());
});

test.skipIf(!hasPooler)("a pooler in transaction mode is refused by what it is", async () => {
  const pooler = await startPooler(database.url(), "transaction");
  try {
    await expect(checkDatabase(pooler.url)).rejects.toMatchObject({ reason: "shared_sessions" });
  } finally {
    await pooler.stop();
  }
});

test.skipIf(!hasPooler)("a pooler in session mode serves, with the time limit of a statement", async () => {
  const pooler = await startPooler(database.url(), "session");
  try {
    await checkDatabase(pooler.url);
    expect(await migrateDatabase(pooler.url, resolve("prisma"))).toEqual([]);
    await disconnectDatabase();
    connectDatabase(pooler.url);
    const limit = () => ask<{ statement_timeout: string }>(Prisma.sql`SHOW statement_timeout`);
    expect(await Promise.all(Array.from({ length: 30 }, limit))).toEqual(
      Array.from({ length: 30 }, () => [{ statement_timeout: "15s" }]),
    );
  } finally {
    await disconnectDatabase();
    connectDatabase(database.url());
    await pooler.stop();
  }
});

test.each([
  ["a wrong password", (url: URL) => Object.assign(url, { password: "wrong" }), /password authentication/],
  ["a database that is not there", (url: URL) => Object.assign(url, { pathname: "/nowhere" }), /"nowhere"/],
  ["a port where nobody listens", (url: URL) => Object.assign(url, { port: "1" }), /ECONNREFUSED/],
  [
    "a server without TLS",
    (url: URL) => Object.assign(url, { search: "?sslmode=require" }),
    /does not support SSL/,
  ],
  [
    "no such file of a CA",
    (url: URL) => Object.assign(url, { search: "?sslrootcert=/nowhere.pem" }),
    /nowhere\.pem/,
  ],
])("%s is told in one sentence", async (_title, change, words) => {
  const url = change(new URL(database.url())).href;
  const told = await checkDatabase(url).catch((error: unknown) => error);
  expect(told).toMatchObject({ code: "unavailable", message: expect.stringMatching(words) });
  expect(String(told)).not.toContain("\n");
});

test("a certificate that nobody signed is told with both ways out", async () => {
  const server = await serveSelfSigned();
  try {
    const told = checkDatabase(`postgresql://berth@127.0.0.1:${server.port}/berth?sslmode=require`);
    await expect(told).rejects.toMatchObject({ reason: "certificate_untrusted" });
    await expect(told).rejects.toThrow(/sslrootcert=.*sslmode=no-verify/);
  } finally {
    server.stop();
  }
});

/** As much of PostgreSQL as a client sees before it looks at the certificate. */
async function serveSelfSigned(): Promise<{ port: number; stop: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), "berth-tls-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  execFileSync(
    "openssl",
    ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1", "-keyout", key, "-out", cert],
    { stdio: "ignore" },
  );
  const options = { isServer: true, key: readFileSync(key), cert: readFileSync(cert) };
  rmSync(folder, { recursive: true });
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      socket.write("S");
      new TLSSocket(socket, options).on("error", () => {});
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, stop: () => server.close() };
}
