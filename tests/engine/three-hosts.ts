import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { noteMade } from "../made";
import { startLoneEngine } from "./private-engine";

const run = promisify(execFile);
const ip = (...words: string[]) => run("ip", words);
const addressOf = (index: number): string => `10.77.2.${index + 1}`;

/**
 * A Swarm of three hosts, each an engine and a network namespace of its own, on one switch: the first manages, the others work. Only the
 * first has `images`, the others have `others`.
 */
export async function startThreeHosts(images: readonly string[], others: readonly string[]) {
  const hosts = [
    await startLoneEngine(images),
    await startLoneEngine(others),
    await startLoneEngine(others),
  ] as const;
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
  const [first] = hosts;
  const docker = async ({ socket }: (typeof hosts)[number], ...words: string[]) =>
    (await run("docker", ["-H", `unix://${socket}`, ...words])).stdout.trim();
  await docker(first, "swarm", "init", "--advertise-addr", addressOf(0));
  const token = await docker(first, "swarm", "join-token", "-q", "worker");
  for (const [index, host] of hosts.entries())
    if (host !== first)
      await docker(
        host,
        "swarm",
        "join",
        "--token",
        token,
        "--advertise-addr",
        addressOf(index),
        `${addressOf(0)}:2377`,
      );
  const portOf = (hostName: string): string => `port${hosts.findIndex(({ name }) => name === hostName)}`;
  return {
    first,
    /** Pulls the cable of a host out of the switch, and puts it in again. */
    cut: (hostName: string) => ip("-n", middle, "link", "set", portOf(hostName), "down"),
    mend: (hostName: string) => ip("-n", middle, "link", "set", portOf(hostName), "up"),
    remove: async () => {
      for (const host of hosts.toReversed()) await host.remove();
      await ip("netns", "del", middle);
    },
  };
}
