import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkPorts, findObstacle, readSshRefusal } from "./check-ports";
import { parseConfig } from "./config";

const HOST = "127.0.0.1";
const dataDir = mkdtempSync(join(tmpdir(), "berth-ports-"));
let holder: Server;
let taken: number;

async function listen(): Promise<Server> {
  const server = createServer().listen(0, HOST);
  await once(server, "listening");
  return server;
}
const portOf = (server: Server): number => (server.address() as AddressInfo).port;

async function freePort(): Promise<number> {
  const server = await listen();
  const port = portOf(server);
  server.close();
  await once(server, "close");
  return port;
}

beforeAll(async () => {
  holder = await listen();
  taken = portOf(holder);
});
afterAll(() => {
  holder.close();
  rmSync(dataDir, { recursive: true });
});

const settings = (ports: { PORT: number; BERTH_SSH_PORT: number }) =>
  parseConfig({
    BERTH_HOST: HOST,
    BERTH_SSH_HOST: HOST,
    BERTH_DATA_DIR: dataDir,
    PORT: String(ports.PORT),
    BERTH_SSH_PORT: String(ports.BERTH_SSH_PORT),
  });

test("a port that is free is no obstacle, and is free afterwards", async () => {
  const port = await freePort();
  expect(await findObstacle(port, HOST)).toBeNull();
  expect(await findObstacle(port, HOST)).toBeNull();
});

test("the web server's port: by whom it is taken, and what changes it", async () => {
  const checking = checkPorts(settings({ PORT: taken, BERTH_SSH_PORT: await freePort() }), () => {});
  await expect(checking).rejects.toThrow(
    new RegExp(`^Port ${taken} is taken by .+ \\(process ${process.pid}\\)\\..*PORT=${taken + 1} bin/up$`),
  );
});

test("the SSH gateway's port: Berth goes on without it, says so, and says so no longer once it is free", async () => {
  const lines: string[] = [];
  const PORT = await freePort();
  const without = await checkPorts(settings({ PORT, BERTH_SSH_PORT: taken }), (line) => lines.push(line));
  expect(without.BERTH_SSH).toBe("off");
  expect(lines).toEqual([expect.stringMatching(new RegExp(`^Port ${taken} is taken.*BERTH_SSH_PORT`))]);
  expect(readSshRefusal(dataDir)).toBe(lines[0]);
  const again = await checkPorts(settings({ PORT, BERTH_SSH_PORT: await freePort() }), () => {});
  expect(again.BERTH_SSH).toBe("on");
  expect(readSshRefusal(dataDir)).toBeNull();
});

test("an address that is not of this machine is told", async () => {
  expect(await findObstacle(3000, "203.0.113.1")).toMatch(/^Nothing can listen on 203\.0\.113\.1:3000 /);
});
