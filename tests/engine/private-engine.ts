import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { noteMade } from "../made";

const run = promisify(execFile);
const shell = (command: string) => run("bash", ["-o", "pipefail", "-ec", command]);
const ANSWER_MS = 120_000;

/**
 * A Docker engine of the test's own, in a network namespace of its own, which may be killed without harm to the machine's. Needs
 * root, docker.io and iproute2.
 */
export async function startPrivateEngine(images: readonly string[]) {
  const engine = await startLoneEngine(images);
  await shell(`docker -H unix://${engine.socket} swarm init --advertise-addr 127.0.0.1`);
  return engine;
}

/** The same without a Swarm, for one of many hosts; `name` is that of its host and of its network namespace. */
export async function startLoneEngine(images: readonly string[]) {
  const name = noteMade("netns", `berth${randomBytes(3).toString("hex")}`);
  const home = mkdtempSync(join(tmpdir(), "berth-engine-"));
  const socket = join(home, "docker.sock");
  mkdirSync("/run/docker", { recursive: true });
  await shell(`ip netns add ${name} && ip -n ${name} link set lo up`);
  let host = await startHost(name);
  let engine = await startEngine({ name, home, socket, host });
  await shell(`docker save ${images.join(" ")} | docker -H unix://${socket} load -q`);
  return {
    name,
    socket,
    /** Runs a program where the engine's published ports are. */
    command: (words: readonly string[]): [string, string[]] => [
      "nsenter",
      [`--net=/run/netns/${name}`, ...words],
    ],
    kill: async () => {
      const ended = exitOf(engine);
      engine.kill("SIGKILL");
      await ended;
    },
    /** As when its power goes: the engine and all that runs on it end at once. */
    powerOff: async () => {
      const ended = exitOf(engine);
      engine.kill("SIGKILL");
      await ended;
      await shell(`xargs -r kill -KILL < ${home}/exec/containerd/containerd.pid`).catch(() => {});
      await shell(`pgrep -f '[c]ontainerd-shim.* -address ${home}/' | xargs -r kill -KILL`).catch(() => {});
      const processes = `find /sys/fs/cgroup -path "*/${name}/*" -name cgroup.procs -exec cat {} +`;
      await shell(`${processes} | sort -un | xargs -r kill -KILL`).catch(() => {});
      await endHost(host);
    },
    start: async () => {
      if (hasEnded(host)) host = await startHost(name);
      engine = await startEngine({ name, home, socket, host });
    },
    /** What it said last that is no everyday matter. */
    complaints: () =>
      readFileSync(join(home, "log"), "utf8")
        .split("\n")
        .filter((line) => / level=(warning|error|fatal)/.test(line))
        .slice(-60)
        .join("\n"),
    remove: async () => {
      await shell(`docker -H unix://${socket} swarm leave --force`).catch(() => {});
      const ended = exitOf(engine);
      engine.kill("SIGTERM");
      await ended;
      // What watched over a container that a killed engine has forgotten outlives the one that came after it.
      await shell(`pgrep -f '[c]ontainerd-shim.* -address ${home}/' | xargs -r kill -KILL`).catch(() => {});
      await shell(`grep -E " ${home}/" /proc/mounts | awk '{print $2}' | sort -r | xargs -r umount -l`).catch(
        () => {},
      );
      await endHost(host);
      await shell(`ip netns del ${name}`);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/**
 * The process whose name and mounts are those of the host, from its start to its power cut: an engine that comes back after a kill
 * finds what the former one had mounted, as on a real host. Without that it could not end the former containers' networks, which
 * would answer at their addresses still. With a `/run` of its own, or what asks for the engine there would find the machine's.
 */
async function startHost(name: string): Promise<ChildProcess> {
  const inside = `hostname ${name}; mount -t tmpfs tmpfs /run; mkdir /run/docker; echo; exec sleep infinity`;
  const host = spawn("unshare", ["--mount", "--uts", "bash", "-ec", inside], {
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  await once(host.stdout, "data");
  return host;
}

async function endHost(host: ChildProcess): Promise<void> {
  const ended = exitOf(host);
  host.kill("SIGKILL");
  await ended;
}

type Place = { name: string; home: string; socket: string; host: ChildProcess };

function spawnEngine({ name, home, socket, host }: Place): ChildProcess {
  rmSync(join(home, "pid"), { force: true });
  const log = openSync(join(home, "log"), "a");
  const options = `--data-root ${home}/root --exec-root ${home}/exec --pidfile ${home}/pid --host unix://${socket} --host unix:///run/docker.sock --cgroup-parent /${name} --bridge none`;
  const of = `/proc/${host.pid}/ns`;
  const words = [
    `--net=/run/netns/${name}`,
    `--mount=${of}/mnt`,
    `--uts=${of}/uts`,
    "dockerd",
    ...options.split(" "),
  ];
  const engine = spawn("nsenter", words, { stdio: ["ignore", log, log], detached: true });
  closeSync(log);
  return engine;
}

/** Starts it, again when it gives up (after a kill its containerd may need longer than it waits), until it answers. */
async function startEngine(place: Place): Promise<ChildProcess> {
  let engine = spawnEngine(place);
  for (const startedAt = Date.now(); ; await delay(200)) {
    const isUp = await run("docker", ["-H", `unix://${place.socket}`, "info"]).then(
      () => true,
      () => false,
    );
    if (isUp) return engine;
    if (Date.now() - startedAt > ANSWER_MS)
      throw new Error(readFileSync(join(place.home, "log"), "utf8").slice(-2_000));
    if (engine.exitCode !== null) engine = spawnEngine(place);
  }
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

const exitOf = (child: ChildProcess): Promise<void> =>
  hasEnded(child) ? Promise.resolve() : new Promise((resolve) => child.once("exit", () => resolve()));
