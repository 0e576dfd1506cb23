import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { newKey, type TestKey } from "../tests/ssh";
import { type Berth, runAdmin } from "./berth";
import { PEOPLE, type Person } from "./state";

export type Ended = { exitCode: number | null; out: string; err: string };

/** A person's own machine: a home folder, the command line, an SSH key that the person's account knows, and whatever runs. */
export type Machine = {
  home: string;
  key: TestKey;
  keyFile: string;
  /** Runs a line in a shell, where `berth` is known. */
  shell: (line: string) => Promise<Ended>;
  /** Starts a program that goes on; resolves with the first line that it prints, and those that come after it. */
  start: (line: string) => Promise<{ line: string; more: string[] }>;
  /** Ends what was started, and removes the home folder with its token. */
  close: () => void;
};

/** A machine whose owner is signed in by a token. */
export async function newMachine(berth: Berth, person: Person): Promise<Machine> {
  const home = mkdtempSync(join(tmpdir(), "berth-e2e-home-"));
  const key = newKey();
  const keyFile = join(home, "id_ed25519");
  writeFileSync(keyFile, key.privateKey, { mode: 0o600 });
  writeFileSync(`${keyFile}.pub`, `${key.line} ${person}@machine\n`);
  const environment = {
    NODE_ENV: "test" as const,
    HOME: home,
    TZ: "UTC",
    PATH: `${resolve("bin")}:${process.env.PATH}`,
  };
  const started: ChildProcess[] = [];
  const run = (line: string) => spawn("bash", ["-c", line], { cwd: home, env: environment, stdio: "pipe" });
  const machine: Machine = {
    home,
    key,
    keyFile,
    shell: async (line) => {
      const child = run(line);
      child.stdin.end();
      const [out, err, [exitCode]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, "close"),
      ]);
      return { exitCode, out, err };
    },
    start: async (line) => {
      const child = run(`exec ${line}`);
      started.push(child);
      child.stderr.resume();
      const lines = createInterface({ input: child.stdout });
      const [first] = await once(lines, "line");
      const more: string[] = [];
      lines.on("line", (next) => more.push(next));
      return { line: String(first), more };
    },
    close: () => {
      for (const child of started) child.kill("SIGKILL");
      rmSync(home, { recursive: true, force: true });
    },
  };
  const token = runAdmin(berth, ["token", "add", PEOPLE[person].email]);
  writeFileSync(join(home, "token"), token, { mode: 0o600 });
  await machine.shell(`berth login --url ${berth.baseUrl} --api-token - < token`);
  return machine;
}

/** Open sockets of a process, but for those to that port: connections to the records are kept for whoever asks next. */
export function countSockets(pid: number, { exceptPort }: { exceptPort: number }): number {
  const except = inodesTo(pid, exceptPort);
  const names = readdirSync(`/proc/${pid}/fd`).map((name) => socketOf(`/proc/${pid}/fd/${name}`));
  return names.filter((inode) => inode !== null && !except.has(inode)).length;
}

/** Of connections whose other end has that port. @source https://docs.kernel.org/networking/proc_net_tcp.html */
function inodesTo(pid: number, port: number): Set<string> {
  const end = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const rows = ["tcp", "tcp6"].flatMap((kind) =>
    readFileSync(`/proc/${pid}/net/${kind}`, "utf8").split("\n"),
  );
  const fields = rows.map((row) => row.trim().split(/\s+/));
  return new Set(fields.flatMap((row) => (row[2]?.endsWith(end) ? (row[9] ?? []) : [])));
}

function socketOf(path: string): string | null {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(path))?.[1] ?? null;
  } catch {
    // Closed since the folder was read.
    return null;
  }
}
