import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { startLoneEngine } from "./private-engine";
import { HERE, startRelay } from "./relay";

const run = promisify(execFile);
const ADDRESSES = ["10.77.1.1", "10.77.1.2"] as const;

/**
 * A Swarm of two hosts, each an engine and a network namespace of its own, with a cable between them: the first manages, the second works.
 * Only the first has `images`, the second `others`.
 */
export async function startTwoHosts(images: readonly string[], others: readonly string[]) {
  const first = await startLoneEngine(images);
  const second = await startLoneEngine(others);
  const docker = async ({ socket }: typeof first, ...words: string[]) =>
    (await run("docker", ["-H", `unix://${socket}`, ...words])).stdout.trim();
  const ip = (...words: string[]) => run("ip", words);
  await ip(
    "link",
    "add",
    "cable",
    "netns",
    first.name,
    "type",
    "veth",
    "peer",
    "cable",
    "netns",
    second.name,
  );
  for (const [index, { name }] of [first, second].entries()) {
    await ip("-n", name, "addr", "add", `${ADDRESSES[index]}/24`, "dev", "cable");
    await ip("-n", name, "link", "set", "cable", "up");
    await ip("-n", name, "route", "add", "default", "dev", "cable");
  }
  await docker(first, "swarm", "init", "--advertise-addr", ADDRESSES[0]);
  const join = async () => {
    const token = await docker(first, "swarm", "join-token", "-q", "worker");
    const address = ["--advertise-addr", ADDRESSES[1], `${ADDRESSES[0]}:2377`];
    await docker(second, "swarm", "join", "--token", token, ...address);
  };
  await join();
  const relays: (() => Promise<void>)[] = [];
  return {
    first,
    second,
    docker,
    idOf: ({ name }: typeof first) => docker(first, "node", "inspect", "--format", "{{.ID}}", name),
    /** Makes a port of the first host's 127.0.0.1 one of this machine's too. */
    relay: async (port: number) => {
      relays.push(await startRelay(HERE, first.command, port));
    },
    /** Pulls the cable out, and puts it in again. */
    cut: () => ip("-n", second.name, "link", "set", "cable", "down"),
    mend: async () => {
      await ip("-n", second.name, "link", "set", "cable", "up");
      await ip("-n", second.name, "route", "add", "default", "dev", "cable");
    },
    remove: async () => {
      for (const stop of relays) await stop();
      await second.remove();
      await first.remove();
    },
  };
}
