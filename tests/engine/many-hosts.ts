import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { noteMade } from "../made";
import { startLoneEngine } from "./private-engine";

const run = promisify(execFile);
const ip = (...words: string[]) => run("ip", words);
const addressOf = (index: number): string => `10.77.2.${index + 1}`;

type LoneEngine = Awaited<ReturnType<typeof startLoneEngine>>;

/**
 * A Swarm of so many hosts, each an engine and a network namespace of its own, on one switch: the first ones manage, the others work. Only the
 * first has `images`, the others have `others`. Of more than `members` the last ones join when they are told to.
 */
export async function startManyHosts(
  count: number,
  images: readonly string[],
  others: readonly string[],
  { managers = 1, members = count }: { managers?: number; members?: number } = {},
) {
  const first = await startLoneEngine(images);
  const hosts = [first];
  while (hosts.length < count) hosts.push(await startLoneEngine(others));
  const middle = noteMade("netns", `berth${randomBytes(3).toString("hex")}`);
  await ip("netns", "add", middle);
  await ip("-n", middle, "link", "add", "switch", "type", "bridge");
  await ip("-n", middle, "link", "set", "switch", "up");
  for (const [index, { name }] of hosts.entries()) {
    const port = `port${index}`;
    await ip("link", "add", "cable", "netns", name, "type", "veth", "peer", port, "netns", middle);
    await ip("-n", middle, "link", "set", port, "master", "switch", "up");
    await ip("-n", name, "addr", "add", `${addressOf(index)}/24`, "dev", "cable");
    await ip("-n", name, "link", "set", "cable", "up");
    await ip("-n", name, "route", "add", "default", "dev", "cable");
  }
  const docker = async ({ socket }: LoneEngine, ...words: string[]) =>
    (await run("docker", ["-H", `unix://${socket}`, ...words])).stdout.trim();
  await docker(first, "swarm", "init", "--advertise-addr", addressOf(0));
  const join = async (host: LoneEngine, index: number) => {
    const role = index < managers ? "manager" : "worker";
    const token = await docker(first, "swarm", "join-token", "-q", role);
    const address = ["--advertise-addr", addressOf(index), `${addressOf(0)}:2377`];
    await docker(host, "swarm", "join", "--token", token, ...address);
  };
  for (const [index, host] of hosts.slice(0, members).entries()) if (host !== first) await join(host, index);
  const hostOf = (hostName: string): LoneEngine => {
    const host = hosts.find(({ name }) => name === hostName);
    if (!host) throw new Error(`there is no host ${hostName}`);
    return host;
  };
  const setCable = (hostName: string, state: "up" | "down") =>
    ip("-n", middle, "link", "set", `port${hosts.indexOf(hostOf(hostName))}`, state);
  /** The newest: on a host that is back from a cut the one before may not have ended yet. */
  const containerOf = async (hostName: string, service: string) => {
    const label = `label=com.docker.swarm.service.name=${service}`;
    return (await docker(hostOf(hostName), "ps", "-q", "--filter", label)).split("\n")[0] ?? "";
  };
  return {
    first,
    all: hosts,
    names: hosts.map(({ name }) => name),
    join: (hostName: string) => join(hostOf(hostName), hosts.indexOf(hostOf(hostName))),
    /** Pulls the cable of a host out of the switch, and puts it in again. */
    cut: (hostName: string) => setCable(hostName, "down"),
    mend: (hostName: string) => setCable(hostName, "up"),
    powerOff: async (hostName: string) => {
      await setCable(hostName, "down");
      await hostOf(hostName).powerOff();
    },
    powerOn: async (hostName: string) => {
      await setCable(hostName, "up");
      await hostOf(hostName).start();
    },
    /** Runs the docker command on a host. */
    docker: (hostName: string, ...words: string[]) => docker(hostOf(hostName), ...words),
    /** Has the server of a service's container end: `KILL` as by a fault, `TERM` as when somebody stops it. */
    end: async (hostName: string, service: string, signal: "KILL" | "TERM") =>
      docker(hostOf(hostName), "kill", "--signal", signal, await containerOf(hostName, service)),
    /** Runs a program with this machine's files in the network of a service's container. */
    inNetworkOf: async (
      hostName: string,
      service: string,
      words: readonly string[],
    ): Promise<[string, string[]]> => {
      const container = await containerOf(hostName, service);
      const pid = await docker(hostOf(hostName), "inspect", "--format", "{{.State.Pid}}", container);
      return ["nsenter", ["--target", pid, "--net", ...words]];
    },
    remove: async () => {
      for (const host of hosts.toReversed()) await host.remove();
      await ip("netns", "del", middle);
    },
  };
}
