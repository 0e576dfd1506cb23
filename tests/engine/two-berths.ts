import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Client } from "pg";
import { startTestServer, TEMPLATE } from "../postgres-server";
import type { Answer } from "./hands";
import type { startManyHosts } from "./many-hosts";
import { HERE, startRelay } from "./relay";

type Hosts = Awaited<ReturnType<typeof startManyHosts>>;

/** What the second Berth takes of the first one's data folder (`docs/runbooks/second-berth.md`). */
const SHARED_FILES = ["instance.json", "key"];

/**
 * A Berth, as `bin/up` runs it, on each of the first two hosts, with one PostgreSQL that is on neither of them. `deeds` are for the story:
 * `startBerth`, `killBerth`, `holdBerth` and `letBerthGoOn` of a host, and `lose`, the end of a host with all that runs there.
 */
export async function prepareTwoBerths(hosts: Hosts) {
  const postgres = await startTestServer();
  const databaseUrl = `${postgres.url}berth`;
  await makeDatabase(postgres.url);
  const relays: (() => Promise<void>)[] = [];
  const dirs = new Map<string, string>();
  const workers = new Map<string, string>();
  for (const [index, host] of hosts.all.slice(0, 2).entries()) {
    relays.push(await startRelay(host.command, HERE, Number(new URL(databaseUrl).port)));
    const dir = mkdtempSync(join(tmpdir(), "berth-test-"));
    chmodSync(dir, 0o711);
    dirs.set(host.name, dir);
    workers.set(host.name, `worker-${index + 1}`);
  }
  const [firstDir = "", secondDir = ""] = dirs.values();
  const environmentOf = (host: string) => ({
    BERTH_DATA_DIR: dirs.get(host) ?? "",
    BERTH_SSH: "off",
    BERTH_WORKER_ID: workers.get(host) ?? "",
    DATABASE_URL: databaseUrl,
  });
  const berths = new Map<string, ChildProcess>();
  /** Answers once it says that it is ready. */
  const startBerth = async (hostName = "") => {
    if (existsSync(join(firstDir, "key")))
      for (const file of SHARED_FILES) copyFileSync(join(firstDir, file), join(secondDir, file));
    const host = hosts.all.find(({ name }) => name === hostName);
    const words = [process.execPath, "dist/up.mjs", `--started-at-ms=${Date.now()}`];
    const [file, args] = host?.command(words) ?? ["false", []];
    const berth = spawn(file, args, {
      stdio: ["ignore", "pipe", "inherit"],
      detached: true,
      env: { ...process.env, BERTH_DOCKER_SOCKET: host?.socket, ...environmentOf(hostName) },
    });
    berths.set(hostName, berth);
    for await (const line of createInterface({ input: berth.stdout })) if (line.includes("is ready")) return;
    throw new Error(`the Berth of ${hostName} did not become ready`);
  };
  /** All of its processes at once, as none of them is a group of its own. */
  const killBerth = async (hostName = "") => {
    const berth = berths.get(hostName);
    if (!berth?.pid || berth.exitCode !== null || berth.signalCode !== null) return;
    const ended = once(berth, "exit");
    process.kill(-berth.pid, "SIGKILL");
    await ended;
  };
  /** What it is asked for meanwhile waits, as on a host that is busy. */
  const signal =
    (name: "SIGSTOP" | "SIGCONT") =>
    async (hostName = "") => {
      const { pid } = berths.get(hostName) ?? {};
      if (!pid) throw new Error(`no Berth was started on ${hostName}`);
      process.kill(-pid, name);
    };
  const deeds: Record<string, Answer> = {
    startBerth,
    killBerth,
    holdBerth: signal("SIGSTOP"),
    letBerthGoOn: signal("SIGCONT"),
    lose: async (host = "") => {
      await killBerth(host);
      await hosts.powerOff(host);
    },
  };
  return {
    deeds,
    environmentOf,
    remove: async () => {
      for (const host of berths.keys()) await killBerth(host);
      for (const end of relays) await end();
      await postgres.stop();
      for (const dir of dirs.values()) rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function makeDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: `${url}postgres` });
  await client.connect();
  await client.query(`CREATE DATABASE berth TEMPLATE ${TEMPLATE}`);
  await client.end();
}
