import { once } from "node:events";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect } from "@playwright/test";
import Docker from "dockerode";

/** The engine as anybody with its socket sees it, without any of Berth's own code in between. */
export const docker = new Docker();

const SERVICE_LABEL = "com.docker.swarm.service.name";

/** What an instance or a database made carries one of these labels. */
export const madeBy = (instance: string): string => `berth.instance=${instance}`;
export const ofDatabase = (id: string): string => `berth.database=${id}`;

/** Everything on the engine with that label, by name. */
export async function listLabelled(label: string): Promise<Record<string, string[]>> {
  const filters = { label: [label] };
  const [containers, services, networks, secrets, volumes] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listServices({ filters }),
    docker.listNetworks({ filters }),
    docker.listSecrets({ filters }),
    docker.listVolumes({ filters }),
  ]);
  return {
    containers: containers.map(({ Names }) => Names[0] ?? ""),
    services: services.map(({ Spec }) => Spec?.Name ?? ""),
    networks: networks.map(({ Name }) => Name),
    secrets: secrets.map(({ Spec }) => Spec?.Name ?? ""),
    volumes: volumes.Volumes.map(({ Name }) => Name),
  };
}

/** The running containers of a service, newest first. */
export async function listRunning(serviceName: string): Promise<Docker.ContainerInfo[]> {
  const filters = { label: [`${SERVICE_LABEL}=${serviceName}`], status: ["running"] };
  return docker.listContainers({ filters });
}

/** What each of them answers; nothing of those that ended since they were listed, as the ones of a journey that is over may. */
export async function askEach<Answer>(
  listed: readonly Docker.ContainerInfo[],
  ask: (container: Docker.Container) => Promise<Answer>,
): Promise<Answer[]> {
  const answers = listed.map(async ({ Id }) => {
    try {
      return [await ask(docker.getContainer(Id))];
    } catch (error) {
      // 409 is what the logs of a container answer while it is being removed.
      if (error instanceof Error && "statusCode" in error && [404, 409].includes(Number(error.statusCode)))
        return [];
      throw error;
    }
  });
  return (await Promise.all(answers)).flat();
}

/** The newest running container of a service. @throws Error when there is none. */
export async function findContainer(serviceName: string): Promise<string> {
  const [newest] = await listRunning(serviceName);
  if (!newest) throw new Error(`no container of ${serviceName} runs`);
  return newest.Id;
}

/** The one container of an app's service that is left when a restart is over, once its environment is as said. */
export async function settledContainer(
  serviceName: string,
  isSettled: (environment: string[]) => boolean = () => true,
): Promise<string> {
  let settled = "";
  const look = async () => {
    const [newest, ...others] = await listRunning(serviceName);
    if (!newest || others.length > 0) return "restarting";
    const [inspected] = await askEach([newest], (container) => container.inspect());
    if (!inspected) return "restarting";
    // The types do not say that the engine answers null for an empty one.
    const environment = inspected.Config.Env ?? [];
    settled = newest.Id;
    return isSettled(environment) ? "settled" : environment.map((entry) => entry.split("=")[0]).join(" ");
  };
  await expect.poll(look, { timeout: 60_000, message: `the container of ${serviceName}` }).toBe("settled");
  return settled;
}

/** An environment in which an addon's URL stands. */
export const hasRedis = (environment: string[]): boolean =>
  environment.some((entry) => entry.startsWith("REDIS_URL="));

type Ran = { exitCode: number; output: string };

/** Runs a command in a container; standard output and error in one text. */
export async function run(container: string, command: string[], environment: string[] = []): Promise<Ran> {
  const exec = await docker.getContainer(container).exec({
    Cmd: command,
    Env: environment,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({});
  const joined = new PassThrough();
  docker.modem.demuxStream(stream, joined, joined);
  stream.once("end", () => joined.end());
  const output = await text(joined);
  const { ExitCode } = await exec.inspect();
  return { exitCode: ExitCode ?? -1, output: output.trim() };
}

/** Begins a command that goes on by itself in a container; resolves once it has said something. */
export async function begin(container: string, command: string[], environment: string[] = []): Promise<void> {
  const exec = await docker
    .getContainer(container)
    .exec({ Cmd: command, Env: environment, AttachStdout: true, AttachStderr: true });
  await once(await exec.start({}), "data");
}

/** Every IPv4 address that a container has, whatever the network. */
export async function listAddresses(container: string): Promise<string[]> {
  const { output } = await run(container, ["cat", "/proc/net/fib_trie"]);
  const addresses = [...output.matchAll(/\|-- (\S+)\n\s+\/32 host LOCAL/g)].map(
    ([, address = ""]) => address,
  );
  return [...new Set(addresses)].filter((address) => !address.startsWith("127."));
}
