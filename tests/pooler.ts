import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { findFreePort } from "./postgres-server";

const PROGRAM = "/usr/sbin/pgbouncer";
export const hasPooler = existsSync(PROGRAM);

/** PgBouncer as a distribution packages it, in front of `url`; answers its own URL and what ends it. */
export async function startPooler(
  url: string,
  poolMode: "session" | "transaction",
): Promise<{ url: string; stop: () => Promise<void> }> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const folder = mkdtempSync(join(tmpdir(), "berth-pooler-"));
  const listenPort = await findFreePort();
  const file = join(folder, "pgbouncer.ini");
  const settings = [
    "[databases]",
    `* = host=${hostname} port=${port} user=${username} password=${password}`,
    "[pgbouncer]",
    "listen_addr = 127.0.0.1",
    `listen_port = ${listenPort}`,
    "unix_socket_dir =",
    "auth_type = any",
    `pool_mode = ${poolMode}`,
  ];
  writeFileSync(file, settings.join("\n"));
  // It does not run as root, and must reach its file.
  chmodSync(folder, 0o755);
  const pooler = spawn(PROGRAM, ["-q", ...(process.getuid?.() === 0 ? ["-u", "nobody"] : []), file], {
    stdio: "ignore",
  });
  await vi.waitFor(() => knock(listenPort), { timeout: 10_000 });
  return {
    url: `postgresql://anyone@127.0.0.1:${listenPort}${pathname}`,
    stop: async () => {
      await end(pooler);
      rmSync(folder, { recursive: true });
    },
  };
}

async function knock(port: number): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.destroy();
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
