import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { DomainError } from "../core/errors";
import type { Config } from "./config";

const REFUSAL_FILE = "ssh-gateway.off";
/** How Linux writes a socket that listens. https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html */
const LISTENING = "0A";

/**
 * Tries the ports before anything is started that would need them. Answers the settings to go on with: without the SSH gateway where its
 * port is taken, which health tells from then on. @throws DomainError `conflict` when the web server's port cannot be had.
 */
export async function checkPorts(settings: Config, print: (line: string) => void): Promise<Config> {
  const { PORT, BERTH_HOST, BERTH_SSH, BERTH_SSH_PORT, BERTH_SSH_HOST, BERTH_DATA_DIR } = settings;
  const web = await findObstacle(PORT, BERTH_HOST);
  if (web)
    throw new DomainError(
      "conflict",
      "port_taken",
      `${web} Free it, or choose another: PORT=${PORT + 1} bin/up`,
    );
  const found = BERTH_SSH === "on" ? await findObstacle(BERTH_SSH_PORT, BERTH_SSH_HOST) : null;
  const refusal =
    found && `${found} Berth runs without its SSH gateway: set BERTH_SSH_PORT, and start it again.`;
  noteSshRefusal(BERTH_DATA_DIR, refusal);
  if (refusal) print(refusal);
  return refusal ? { ...settings, BERTH_SSH: "off" } : settings;
}

/** Why the SSH gateway was left out at the last start; null when it was not. */
export function readSshRefusal(dataDir: string): string | null {
  const path = join(dataDir, REFUSAL_FILE);
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

function noteSshRefusal(dataDir: string, refusal: string | null): void {
  const path = join(dataDir, REFUSAL_FILE);
  if (refusal) writeFileSync(path, refusal, { mode: 0o600 });
  else rmSync(path, { force: true });
}

/** Why nothing of ours can listen there, in one sentence; null when it can. */
export async function findObstacle(port: number, host: string): Promise<string | null> {
  const code = await new Promise<string | null>((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)));
  });
  if (code === null) return null;
  if (code === "EADDRINUSE") return `Port ${port} is taken${describeHolder(port)}.`;
  if (code === "EACCES") return `Port ${port} is for the administrator of this machine only.`;
  return `Nothing can listen on ${host}:${port} (${code}).`;
}

/** " by NAME (process N)", as far as this user may know. */
function describeHolder(port: number): string {
  const sockets = new Set(["tcp", "tcp6"].flatMap((table) => listeningSockets(table, port)));
  const pid = entries("/proc").find(
    (name) =>
      /^\d+$/.test(name) &&
      entries(`/proc/${name}/fd`).some((fd) => sockets.has(linkOf(`/proc/${name}/fd/${fd}`))),
  );
  return pid ? ` by ${textOf(`/proc/${pid}/comm`).trim()} (process ${pid})` : "";
}

function listeningSockets(table: string, port: number): string[] {
  const rows = textOf(`/proc/net/${table}`)
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/));
  return rows
    .filter(
      ([, local = "", , state]) =>
        state === LISTENING && Number.parseInt(local.split(":")[1] ?? "", 16) === port,
    )
    .map((row) => `socket:[${row[9]}]`);
}

// A process may end while it is looked at, and another user's is none of ours: both count as nothing seen.
const entries = (path: string): string[] => seen(() => readdirSync(path), []);
const textOf = (path: string): string => seen(() => readFileSync(path, "utf8"), "");
const linkOf = (path: string): string => seen(() => readlinkSync(path), "");

function seen<T>(look: () => T, nothing: T): T {
  try {
    return look();
  } catch (error) {
    if (error instanceof Error && "code" in error) return nothing;
    throw error;
  }
}
