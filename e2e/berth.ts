import { spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { childEnvironment } from "../lib/runtime/config";
import { findInstance, type Instance, loadInstance } from "../lib/runtime/instance";
import { CLIENT } from "../tests/identity-client";
import { noteMade } from "../tests/made";
import { ownAddress } from "../tests/receivers";

const START_MS = 120_000;
const POLL_MS = 100;
/** What Berth notes of its processes. */
const Running = z.object({ children: z.array(z.object({ pid: z.number() })) });

/** A Berth of its own: temporary data folder, free port, an instance id that nobody else on the engine has. */
export type Berth = {
  dataDir: string;
  baseUrl: string;
  /** The one-time link that makes the administrator. */
  setupUrl: string;
  instance: Instance;
  /** Where it looks for a mail server, which a journey starts when it needs one. */
  smtpPort: number;
  /** Where it looks for its identity provider, likewise. */
  providerPort: number;
};

/** The folder of a Berth to come; what it prints goes to `output` in it. */
export const makeDataDir = (): string => mkdtempSync(join(tmpdir(), "berth-e2e-"));

export const outputOf = (dataDir: string): string => readFileSync(join(dataDir, "output"), "utf8");

/**
 * Starts the Berth that is built in `buildDir` with `dataDir`; it outlives the calling process. @throws Error with what it printed when
 * it does not get ready.
 */
export async function startBerth(dataDir: string, buildDir = "."): Promise<Berth> {
  if (!existsSync(join(buildDir, "dist/up.mjs")) || !existsSync(join(buildDir, ".next/BUILD_ID")))
    throw new Error(`Berth is not built in ${resolve(buildDir)}: npm run build`);
  const [port, sshPort, smtpPort] = [await findFreePort(), await findFreePort(), await findFreePort()];
  const providerPort = await findFreePort();
  const output = openSync(join(dataDir, "output"), "a", 0o600);
  const child = spawn(process.execPath, ["--enable-source-maps", "dist/up.mjs"], {
    detached: true,
    cwd: buildDir,
    stdio: ["ignore", output, output],
    env: environmentOf(dataDir, {
      PORT: String(port),
      BERTH_SSH_PORT: String(sshPort),
      BERTH_SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
      BERTH_WEBHOOK_NETWORKS: `${ownAddress()}/32`,
      BERTH_IMPORT_NETWORKS: `${ownAddress()}/32`,
      BERTH_OIDC_ISSUER: `http://127.0.0.1:${providerPort}`,
      BERTH_OIDC_CLIENT_ID: CLIENT.id,
      BERTH_OIDC_CLIENT_SECRET: CLIENT.secret,
      BERTH_OIDC_NAME: "Example",
    }),
  });
  closeSync(output);
  child.unref();
  try {
    const setupUrl = await readSetupUrl(dataDir, () => child.exitCode !== null);
    const baseUrl = `http://localhost:${port}`;
    return { dataDir, baseUrl, setupUrl, instance: loadInstance(dataDir), smtpPort, providerPort };
  } finally {
    noteMade("instance", findInstance(dataDir)?.id ?? "none");
  }
}

async function readSetupUrl(dataDir: string, hasEnded: () => boolean): Promise<string> {
  for (const startedAt = Date.now(); Date.now() - startedAt < START_MS && !hasEnded(); await delay(POLL_MS)) {
    const url = /works once\): (\S+)/.exec(outputOf(dataDir))?.[1];
    if (url && outputOf(dataDir).includes("Ctrl-C")) return url;
  }
  throw new Error(`Berth did not start:\n${outputOf(dataDir)}`);
}

/** `bin/down --purge`: stops the Berth of that folder and removes everything it made. Answers what it printed. */
export function purgeBerth(dataDir: string, buildDir = "."): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--enable-source-maps", "dist/down.mjs", "--purge"],
    { cwd: buildDir, env: environmentOf(dataDir), encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`bin/down --purge failed:\n${stdout}${stderr}\n${outputOf(dataDir)}`);
  return stdout;
}

/** `bin/admin`: answers what it printed; `input` is its standard input. */
export function runAdmin({ dataDir }: Berth, words: string[], input = ""): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--enable-source-maps", "dist/admin.mjs", ...words],
    { env: environmentOf(dataDir), encoding: "utf8", input },
  );
  if (status !== 0) throw new Error(`bin/admin ${words.join(" ")} failed:\n${stdout}${stderr}`);
  return stdout.trim();
}

/** Process id of its worker. */
export const findWorker = (berth: Berth): number => findProcess(berth, "dist/index.mjs");

/** Process id of the part that runs this file. */
export function findProcess({ dataDir }: Berth, file: string): number {
  const { children } = Running.parse(JSON.parse(readFileSync(join(dataDir, "running.json"), "utf8")));
  const found = children.find(({ pid }) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(file));
  if (!found) throw new Error(`${file} does not run`);
  return found.pid;
}

/** Holds the worker still while `work` looks at what it has left half done. */
export async function whileWorkerStands<T>(berth: Berth, work: () => Promise<T>): Promise<T> {
  const pid = findWorker(berth);
  process.kill(pid, "SIGSTOP");
  try {
    return await work();
  } finally {
    process.kill(pid, "SIGCONT");
  }
}

/** Nothing of the caller's own Berth gets in. */
const environmentOf = (dataDir: string, changes: Record<string, string> = {}): NodeJS.ProcessEnv =>
  childEnvironment({ BERTH_DATA_DIR: dataDir, BERTH_URL: "", BERTH_KEY: "", DATABASE_URL: "", ...changes });

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
