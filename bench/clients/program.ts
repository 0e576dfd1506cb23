import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Client } from "./catalog";
import type { Provided } from "./requests";

const programs = fileURLToPath(new URL("./programs/", import.meta.url));
const END_MS = 30_000;

export type Program = Awaited<ReturnType<typeof startProgram>>;

/** Runs a client on the app's network until it is ended; each of its lines is handed on as it comes. */
export function startProgram(
  client: Client,
  input: {
    database: Provided;
    pid: number;
    packagesDir: string;
    prefix: string;
    heard: (line: string) => void;
  },
) {
  const { database, pid, packagesDir, prefix, heard } = input;
  const environment = {
    REDIS_HOST: database.host,
    REDIS_PASSWORD: database.password,
    REDIS_URL: `redis://:${database.password}@${database.host}:6379`,
    PREFIX: prefix,
    PACKAGES: packagesDir,
  };
  const containerName = `${database.container.slice(0, 12)}-${prefix.replace(/[^a-z0-9]/gi, "-")}`;
  const [file = "", ...args] =
    client.image === null
      ? inNetwork(pid, client)
      : inContainer(client.image, client, { database, containerName, environment });
  const child = spawn(file, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  const complaints: string[] = [];
  createInterface({ input: child.stdout }).on("line", heard);
  createInterface({ input: child.stderr }).on("line", (line) => complaints.push(line));
  return {
    hasEnded: () => hasEnded(child),
    /** What it said on its way out, for people. */
    lastWords: () => complaints.slice(-3).join(" / "),
    /** Asks it to end, and ends it when it does not. */
    end: async (): Promise<void> => {
      if (hasEnded(child)) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      const impatience = setTimeout(() => {
        if (client.image === null) child.kill("SIGKILL");
        else execFileSync("docker", ["rm", "--force", containerName], { stdio: "ignore" });
      }, END_MS);
      await ended;
      clearTimeout(impatience);
    },
  };
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

const inNetwork = (pid: number, { words: [program = "", ...rest] }: Client): string[] => [
  ...["nsenter", "--target", String(pid), "--net"],
  ...[process.execPath, `${programs}${program}`, ...rest],
];

function inContainer(
  image: string,
  { words }: Client,
  input: { database: Provided; containerName: string; environment: Record<string, string> },
): string[] {
  const { database, containerName, environment } = input;
  return [
    ...["docker", "run", "--rm", "--name", containerName, "--network", `container:${database.container}`],
    ...["--log-driver", "none", "--volume", `${programs}:/programs:ro`, "--workdir", "/programs"],
    ...Object.keys(environment).flatMap((name) => ["--env", name]),
    ...["--entrypoint", words[0] ?? "", image, ...words.slice(1)],
  ];
}
